/// <reference path="../pb_data/types.d.ts" />

// The shortest useful script: save this file while the server runs, and the next request sees the change.
routerAdd("GET", "/api/welcome/{name}", (e) => {
  const name = e.request.pathValue("name");
  return e.json(200, { message: `Welcome, ${name}!`, app: $app.settings().meta.appName });
});
