// Shows the description of the service, and sends what is tried out. Everything that is shown goes
// in as text, never as HTML.
(function () {
  "use strict";

  function element(tag, properties, children) {
    const made = document.createElement(tag);
    Object.keys(properties || {}).forEach(function (name) {
      if (name in made && name !== "lang" && name !== "for") {
        made[name] = properties[name];
      } else {
        made.setAttribute(name, properties[name]);
      }
    });
    (children || []).forEach(function (child) {
      made.append(child);
    });
    return made;
  }

  function nameOf(reference) {
    return reference.replace("#/components/schemas/", "");
  }

  function typeOf(schema) {
    if (!schema) {
      return "";
    }
    if (schema.$ref) {
      return nameOf(schema.$ref);
    }
    if (schema.enum) {
      return schema.enum.map(String).join(" | ");
    }
    const kind = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type || "…";
    return schema.type === "array" ? typeOf(schema.items) + " [ ]" : kind;
  }

  function table(caption, heads, rows) {
    const head = element("tr", {}, heads.map(function (text) {
      return element("th", { scope: "col" }, [text]);
    }));
    const body = rows.map(function (cells) {
      return element("tr", {}, cells.map(function (text) {
        return element("td", {}, [text]);
      }));
    });
    return element("table", {}, [
      element("caption", {}, [caption]),
      element("thead", {}, [head]),
      element("tbody", {}, body)
    ]);
  }

  function bodyOf(operation) {
    const content = operation.requestBody ? operation.requestBody.content : {};
    const media = Object.keys(content)[0];
    return media ? { media: media, schema: content[media].schema } : null;
  }

  function trial(path, method, operation) {
    const id = operation.operationId;
    const body = bodyOf(operation);
    const query = element("input", { id: id + "-address", value: path, spellcheck: false });
    const text = element("textarea", { id: id + "-body", rows: 6, spellcheck: false });
    const answer = element("pre", { role: "status", tabIndex: 0 }, []);
    answer.setAttribute("aria-label", "回答 Answer");
    const parts = [
      element("label", { for: id + "-address" }, ["地址和参数 Address"]),
      query
    ];
    if (body && body.media.indexOf("json") >= 0) {
      text.value = '{"facts": {}}';
      parts.push(element("label", { for: id + "-body" }, ["内容 Body"]), text);
    }
    const form = element("form", {}, parts.concat([
      element("p", {}, [element("button", { type: "submit" }, ["发送 Send"])]),
      answer
    ]));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      const headers = {};
      const token = document.getElementById("token").value.trim();
      if (token) {
        headers.Authorization = "Bearer " + token;
      }
      if (body) {
        headers["Content-Type"] = body.media;
      }
      (operation.parameters || []).forEach(function (each) {
        if (each.in === "header" && each.required) {
          headers[each.name] = String(Date.now()) + "-" + String(Math.random()).slice(2);
        }
      });
      answer.textContent = "……";
      fetch(query.value, {
        method: method.toUpperCase(),
        headers: headers,
        body: body ? text.value : undefined
      }).then(function (reply) {
        return reply.text().then(function (said) {
          let shown = said;
          try {
            shown = JSON.stringify(JSON.parse(said), null, 2);
          } catch (error) {
            // What is no JSON is shown as it is.
          }
          answer.textContent = reply.status + " " + reply.statusText + "\n\n" + shown;
        });
      }, function () {
        answer.textContent = "没有连上 No connection";
      });
    });
    return element("details", {}, [element("summary", {}, ["试一试 Try it"]), form]);
  }

  function operationOf(path, method, operation) {
    const body = bodyOf(operation);
    const roles = operation["x-roles"];
    const children = [
      element("h3", { id: operation.operationId }, [
        element("span", { className: "method" }, [method.toUpperCase()]),
        " ",
        element("code", {}, [path])
      ]),
      element("p", {}, [
        operation.summary + "。",
        element("span", { lang: "en" }, [operation.description + "."])
      ]),
      element("p", { className: "roles" }, [
        "角色 Roles：" + (roles ? roles.join("、") : "任何人 anybody") +
        " · operationId：" + operation.operationId
      ])
    ];
    const parameters = operation.parameters || [];
    if (parameters.length) {
      children.push(table("参数 Parameters", ["名称", "在", "必须", "写什么", "说明"],
        parameters.map(function (each) {
          return [each.name, each.in, each.required ? "是" : "", typeOf(each.schema),
            each.description || ""];
        })));
    }
    if (body) {
      children.push(element("p", {}, ["内容 Body：" + body.media + "，" + typeOf(body.schema)]));
    }
    children.push(table("回答 Answers", ["状态", "意思", "内容"],
      Object.keys(operation.responses).map(function (status) {
        const reply = operation.responses[status];
        const content = reply.content || {};
        const kinds = Object.keys(content).map(function (media) {
          return media + "，" + typeOf(content[media].schema);
        });
        return [status, reply.description, kinds.join("；")];
      })));
    children.push(trial(path, method, operation));
    return element("section", {}, children);
  }

  function schemaOf(name, schema) {
    const text = JSON.stringify(schema, null, 2);
    return element("details", {}, [
      element("summary", { id: "schema-" + name }, [name]),
      element("pre", { tabIndex: 0 }, [text])
    ]);
  }

  function show(description) {
    const main = document.getElementById("operations");
    const contents = document.getElementById("contents");
    main.textContent = "";
    description.tags.forEach(function (tag) {
      const found = [];
      Object.keys(description.paths).forEach(function (path) {
        Object.keys(description.paths[path]).forEach(function (method) {
          const operation = description.paths[path][method];
          if (operation.tags[0] === tag.name) {
            found.push(operationOf(path, method, operation));
            contents.append(element("li", {}, [
              element("a", { href: "#" + operation.operationId }, [operation.summary])
            ]));
          }
        });
      });
      if (found.length) {
        main.append(element("h2", {}, [tag.description]));
        found.forEach(function (each) {
          main.append(each);
        });
      }
    });
    main.append(element("h2", {}, ["内容的格式 Schemas"]));
    Object.keys(description.components.schemas).forEach(function (name) {
      main.append(schemaOf(name, description.components.schemas[name]));
    });
  }

  fetch("/v1/openapi.json").then(function (reply) {
    if (!reply.ok) {
      throw new Error(reply.statusText);
    }
    return reply.json();
  }).then(show, function () {
    document.getElementById("loading").textContent = "没有读到说明 No description";
  });
})();
