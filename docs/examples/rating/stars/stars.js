import { change, onState } from "../../panel.js";

const group = document.querySelector("#stars");
const stars = [1, 2, 3, 4, 5].map((rating) => {
  const star = document.createElement("button");
  star.setAttribute("role", "radio");
  star.setAttribute("aria-label", `${rating} of 5`);
  star.textContent = "★";
  star.onclick = () => change(rating);
  group.append(star);
  return star;
});

onState(({ value, readonly }) => {
  stars.forEach((star, i) => {
    star.setAttribute("aria-checked", String(i < value));
    star.disabled = readonly;
  });
});
