/// <reference path="../pb_data/types.d.ts" />
import { expect, test } from "isobase/testing";

test("guests are welcomed by name, with the name of the application", async ({ app }) => {
  await app.updateSettings({ meta: { appName: "Notebook" } });

  const answer = await app.get("/api/welcome/Anna");

  expect(answer.body).toEqual({ message: "Welcome, Anna!", app: "Notebook" });
});
