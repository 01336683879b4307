import { mount } from "svelte";
import App from "./App.svelte";
import { serverUrl } from "./client.ts";
import { startScheme } from "./state/scheme.svelte.ts";
import "./theme.css";

startScheme();

const target = document.getElementById("app");
if (target !== null) mount(App, { target });

// The operator's own scripts for this page, if there are any; they never hold up the first paint.
addEventListener(
  "load",
  () => void import(/* @vite-ignore */ `${serverUrl}/_/extensions.js`).catch(console.warn),
);
