import { call } from "../../panel.js";

for (const rating of [5, 4, 3, 2, 1]) {
  const { total } = await call(`GET /api/rating/totals/${rating}`);
  const line = document.createElement("li");
  line.textContent = `${"★".repeat(rating)} ${total}`;
  document.querySelector("#totals").append(line);
}
