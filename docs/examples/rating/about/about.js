import { change, go, onState } from "../../panel.js";

let title = "";

onState(({ record }) => {
  title = record.title;
  document.querySelector("#words").textContent = `${title.split(/\s+/).length} words in the title`;
});

document.querySelector("#capitals").onclick = () => change(title.toUpperCase(), "title");
document.querySelector("#all").onclick = () => go("collections", "posts");
