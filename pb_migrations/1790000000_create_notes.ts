/// <reference path="../pb_data/types.d.ts" />

// The collection that pb_hooks/notes.pb.ts looks after.
migrate(
  (app) => {
    const notes = new Collection({
      name: "notes",
      type: "base",
      listRule: "",
      viewRule: "",
      createRule: "@request.auth.id != ''",
      updateRule: "author = @request.auth.id",
      deleteRule: "author = @request.auth.id",
      fields: [
        { type: "text", name: "title", required: true, max: 200, presentable: true },
        { type: "text", name: "slug", max: 200 },
        { type: "editor", name: "body" },
        {
          type: "relation",
          name: "author",
          collectionId: "_pb_users_auth_",
          maxSelect: 1,
          cascadeDelete: true,
        },
        { type: "autodate", name: "created", onCreate: true },
        { type: "autodate", name: "updated", onCreate: true, onUpdate: true },
      ],
      indexes: ["CREATE INDEX idx_notes_slug ON notes (slug)"],
    });
    app.save(notes);
  },
  (app) => {
    app.delete(app.findCollectionByNameOrId("notes"));
  },
);
