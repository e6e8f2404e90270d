// Evaluates cases by a bundle: outcome, reachable, settled; see docs/portable.md.
// java -cp /usr/share/java/json-simple.jar Evaluate.java rules.json <requests.jsonl

import java.io.*;
import java.nio.file.*;
import java.util.*;
import org.json.simple.*;

public class Evaluate {
    static final int REFUTED = 0, OPEN = 1, ESTABLISHED = 2;
    final Map<String, JSONObject> facts = new HashMap<>(), conditions = new HashMap<>(), rows = new HashMap<>();
    final Map<Object, Object> chosen = new HashMap<>();  // the option in force of each reading
    final List<Integer> starts = new ArrayList<>();  // where in `nodes` each node begins
    final JSONObject bundle, diagram;

    Evaluate(JSONObject bundle) {
        this.bundle = bundle;
        for (var fact : in(at(bundle, "vocabulary"), "facts")) facts.put((String) fact.get("name"), fact);
        for (var clause : in(bundle, "clauses")) conditions.put((String) clause.get("id"), at(clause, "when"));
        for (var article : in(bundle, "articles")) {  // any or all of its clauses, provided its gate holds
            var items = list(article, "clauses").stream().map(clause -> object("clause", clause)).toList();
            JSONObject own = object(article.get("holds"), items), gate = at(article, "provided");
            conditions.put((String) article.get("id"), gate == null ? own : object("all", List.of(gate, own)));
        }
        for (var row : in(bundle, "table")) rows.put((String) row.get("row"), row);
        diagram = at(at(bundle, "diagrams"), "rows");
        List<Object> nodes = list(diagram, "nodes");
        for (int at = 0; at < nodes.size(); at += 1 + list(asked(nodes.get(at)), "values").size()) starts.add(at);
    }

    /** Takes what is given of a group, or of a fact: the set of its values still possible. */
    void give(Map<Object, Set<Object>> known, String name, Object value) {
        boolean group = name.isEmpty() || facts.keySet().stream().anyMatch(fact -> fact.startsWith(name + "."));
        if (group && value instanceof Map<?, ?> inner)
            for (Object each : inner.keySet()) give(known, (name.isEmpty() ? "" : name + ".") + each, inner.get(each));
        if (group && (value instanceof Map || value == null && !name.isEmpty())) return;
        if (!facts.containsKey(name) || known.containsKey(name)) throw new IllegalArgumentException();
        boolean finding = facts.get(name).get("finding").equals(true);
        if (value == null) value = finding ? (Object) false : presumed(name);
        List<?> left = value instanceof List<?> several && !finding ? several : List.of(value);
        if (left.isEmpty() || !presumed(name).containsAll(left)) throw new IllegalArgumentException();
        known.put(name, new HashSet<>(left));
    }

    /** Strikes what an impossible combination excludes, all but one of its facts being established. */
    boolean implied(Map<Object, Set<Object>> known) {
        for (var combination : in(bundle, "impossible")) {
            var left = in(combination, "facts").stream().filter(leaf -> status(leaf, known) != ESTABLISHED).toList();
            if (left.isEmpty()) throw new IllegalArgumentException();
            if (left.size() == 1 && status(left.get(0), known) == OPEN)
                return known.get(left.get(0).get("fact")).removeAll(list(left.get(0), "is"));
        }
        return false;
    }

    /** What a condition consists of: its items, the clause that it names, or the option in force. */
    List<JSONObject> below(JSONObject node) {
        if (node.containsKey("clause")) return List.of(conditions.get(node.get("clause")));
        if (node.containsKey("not")) return List.of(at(node, "not"));
        if (!node.containsKey("reading")) return in(node, node.containsKey("all") ? "all" : "any");
        Object name = chosen.get(node.get("reading"));
        return in(node, "options").stream().filter(o -> name.equals(o.get("option"))).map(o -> at(o, "when")).toList();
    }

    /** Kleene's three values: `any` is the greatest of its items, everything else the least. */
    int status(JSONObject node, Map<Object, Set<Object>> known) {
        if (node.containsKey("fact")) {
            long named = known.get(node.get("fact")).stream().filter(list(node, "is")::contains).count();
            return named == 0 ? REFUTED : named == known.get(node.get("fact")).size() ? ESTABLISHED : OPEN;
        }
        var items = below(node).stream().mapToInt(item -> status(item, known));
        if (node.containsKey("not")) return ESTABLISHED - items.sum();
        return node.containsKey("any") ? items.max().orElse(REFUTED) : items.min().orElse(ESTABLISHED);
    }

    /** The first row that is not refuted, or where it leaves the outcome to the policy, the first such of that. */
    JSONObject first(List<JSONObject> rows, JSONObject policy, Map<Object, Set<Object>> known) {
        var row = rows.stream().filter(each -> status(at(each, "when"), known) != REFUTED).findFirst().get();
        return row.get("outcome") == null ? first(in(policy, "rows"), policy, known) : row;
    }

    /** A fact that keeps an open condition open. */
    Object openFact(JSONObject node, Map<Object, Set<Object>> known) {
        if (node.containsKey("fact")) return node.get("fact");
        return openFact(below(node).stream().filter(item -> status(item, known) == OPEN).findFirst().get(), known);
    }

    /** Adds the outcome of every row that the diagram leads to along the values still possible. */
    void reach(Map<Object, Set<Object>> known, JSONObject policy, Set<Object> found) {
        List<JSONObject> ends = in(diagram, "terminals");
        Set<Object> reached = new HashSet<>(Set.of(diagram.get("root")));
        for (int node = starts.size() - 1; node >= 0; node--) {  // parents stand after their children
            if (!reached.contains((long) node + ends.size())) continue;
            JSONObject asked = asked(list(diagram, "nodes").get(starts.get(node)));
            Collection<?> left = known.getOrDefault(asked.get("fact"), Set.of());
            for (int index = 0; index < list(asked, "values").size(); index++) {
                Object value = list(asked, "values").get(index);
                if (left.contains(value) || value.equals(chosen.get(asked.get("reading"))))
                    reached.add(list(diagram, "nodes").get(starts.get(node) + 1 + index));
            }
        }
        for (int end = 0; end < ends.size(); end++) {
            JSONObject row = rows.get(ends.get(end).get("row"));  // none where the facts cannot be
            if (row == null || !reached.contains((long) end)) continue;
            JSONObject pick = first(List.of(row), policy, known), when = at(pick, "when");
            if (pick == row || status(when, known) == ESTABLISHED) found.add(pick.get("outcome"));
            else for (Object value : known.get(openFact(when, known))) {  // what the policy picks turns on this fact
                Map<Object, Set<Object>> fixed = new HashMap<>(known);
                fixed.put(openFact(when, known), Set.of(value));
                reach(fixed, policy, found);
            }
        }
    }

    JSONObject decided(JSONObject request) {
        for (var reading : in(bundle, "readings")) chosen.put(reading.get("id"), reading.get("chosen"));
        if (request.containsKey("readings")) chosen.putAll(at(request, "readings"));
        JSONObject policy = at(request.containsKey("policy") ? request : bundle, "policy");
        Map<Object, Set<Object>> known = new HashMap<>(), total = new HashMap<>();
        give(known, "", request.get("facts"));
        for (String name : facts.keySet()) if (!known.containsKey(name)) give(known, name, null);
        while (implied(known)) { }
        for (Object fact : known.keySet())  // presumed: the first of the preferred values still possible
            total.put(fact, Set.of(presumed(fact).stream().filter(known.get(fact)::contains).findFirst().get()));
        JSONObject decision = object("outcome", first(in(bundle, "table"), policy, total).get("outcome"));
        Set<Object> reachable = new TreeSet<>();
        reach(known, policy, reachable);
        decision.put("reachable", new ArrayList<>(reachable));
        decision.put("settled", reachable.size() == 1);
        return decision;
    }

    public static void main(String[] arguments) throws IOException {
        Evaluate evaluate = new Evaluate((JSONObject) JSONValue.parse(Files.newBufferedReader(Path.of(arguments[0]))));
        var lines = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line; (line = lines.readLine()) != null; ) {
            JSONObject request = (JSONObject) JSONValue.parse(line), answer = object("id", request.get("id"));
            try { answer.put("decision", evaluate.decided(request)); }
            catch (IllegalArgumentException refused) { answer.put("error", object("codes", List.of())); }
            System.out.println(answer.toJSONString());
        }
    }

    JSONObject asked(Object node) { return in(at(bundle, "diagrams"), "variables").get(((Long) node).intValue()); }
    List<Object> presumed(Object fact) { return list(facts.get(fact), "presumed"); }
    static JSONObject at(JSONObject object, String key) { return (JSONObject) object.get(key); }
    static List<Object> list(JSONObject object, String key) { return (List) object.get(key); }
    static List<JSONObject> in(JSONObject object, String key) { return (List) object.get(key); }
    static JSONObject object(Object key, Object value) { return new JSONObject(Map.of(key, value)); }
}
