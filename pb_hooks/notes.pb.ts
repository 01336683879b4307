/// <reference path="../pb_data/types.d.ts" />

import { slugOf } from "./lib/slug.ts";

// A note gets a readable address from its title, and belongs to whoever wrote it.
onRecordCreateRequest((e) => {
  e.record.set("slug", slugOf(e.record.getString("title")));
  if (e.auth?.collection().name === "users") e.record.set("author", e.auth.id);
  e.next();
}, "notes");

// A note without a word in its title has no address.
onRecordValidate((e) => {
  if (e.record.getString("slug") === "") {
    throw new BadRequestError("The note cannot be saved.", {
      title: new ValidationError("validation_no_words", "must have at least one letter or digit"),
    });
  }
  e.next();
}, "notes");

// Notes nobody has touched for a year are listed in the log, once a week.
cronAdd("old-notes", "0 6 * * 1", () => {
  const yearAgo = new DateTime().addDate(-1, 0, 0).string();
  const old = $app.findRecordsByFilter("notes", "updated < {:yearAgo}", "updated", 100, 0, { yearAgo });
  $app
    .logger()
    .info("Old notes", "count", old.length, "slugs", old.map((note) => note.getString("slug")).join(", "));
});
