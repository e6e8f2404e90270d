import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the service with what Java 11 and later bring along: evaluates two cases, records one.
 *
 * <pre>java ToleranceClient.java http://127.0.0.1:8032 [TOKEN]</pre>
 *
 * JSON is read with a pattern here, to need no library; a real client has one.
 */
public final class ToleranceClient {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String service;
    private final String token;

    private ToleranceClient(String service, String token) {
        this.service = service;
        this.token = token;
    }

    public static void main(String[] args) throws Exception {
        ToleranceClient client = new ToleranceClient(args[0], args.length > 1 ? args[1] : "");
        Path here = Path.of(args.length > 2 ? args[2] : "examples/service");
        String settled = Files.readString(here.resolve("settled.json"));
        String open = Files.readString(here.resolve("unsettled.json"));

        HttpResponse<String> decided = client.post("/v1/evaluate?require=settled", settled, null);
        System.out.println(decided.statusCode() + " " + text(decided.body(), "outcome"));

        // 409: the decision is not settled. "missing" says what must be established first.
        HttpResponse<String> missing = client.post("/v1/evaluate?require=settled", open, null);
        System.out.println(missing.statusCode() + " " + text(missing.body(), "fact"));

        // The key is made once for each decision to be recorded, and kept until there is an answer.
        String key = UUID.randomUUID().toString();
        String order = "{\"case_file\": " + settled.replace("2026-017", "2026-019") + "}";
        HttpResponse<String> first = client.record(order, key);
        HttpResponse<String> again = client.record(order, key);
        System.out.println(first.statusCode() + " recorded, hash equal when sent again: "
                + text(first.body(), "hash").equals(text(again.body(), "hash")));
    }

    /** Records a decision; where no answer came, or one that says "later", sends it once more.
     * 502 and 504 are what a proxy says where no answer came. */
    private HttpResponse<String> record(String order, String key) throws Exception {
        for (int left = 5; ; left--) {
            try {
                HttpResponse<String> answer = post("/v1/records", order, key);
                if (!List.of(502, 503, 504).contains(answer.statusCode()) || left == 0) {
                    return answer;
                }
            } catch (java.io.IOException error) {
                if (left == 0) {
                    throw error;
                }
            }
            Thread.sleep(1000);
        }
    }

    private HttpResponse<String> post(String path, String body, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Accept-Language", "zh")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return http.send(request.build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static String text(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\\s*\"([^\"]*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }
}
