import { mount } from "svelte";
import App from "./App.svelte";
import { startScheme } from "./state/scheme.svelte.ts";
import "./theme.css";

startScheme();

const target = document.getElementById("app");
if (target !== null) mount(App, { target });
