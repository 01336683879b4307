interface Place {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

function read(): Place {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { path: path.split("/").filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

class Router {
  /** Changes only when one really goes somewhere else; the query has a life of its own. */
  path: readonly string[] = $state.raw(read().path);
  #query: URLSearchParams = $state.raw(read().query);

  constructor() {
    window.addEventListener("hashchange", () => this.#update());
  }

  query(name: string): string {
    return this.#query.get(name) ?? "";
  }

  /** Changes query values of the current place without leaving a step in the history. */
  amend(values: Readonly<Record<string, string>>): void {
    const query = new URLSearchParams(this.#query);
    for (const [name, value] of Object.entries(values)) {
      if (value === "") query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    if (text === this.#query.toString()) return;
    history.replaceState(null, "", `${linkTo(...this.path)}${text === "" ? "" : `?${text}`}`);
    this.#update();
  }

  #update(): void {
    const { path, query } = read();
    if (path.join("/") !== this.path.join("/")) this.path = path;
    if (query.toString() !== this.#query.toString()) this.#query = query;
  }
}

export const router = new Router();

/** The address of a place inside the dashboard. */
export function linkTo(...parts: readonly string[]): string {
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

export function goTo(...parts: readonly string[]): void {
  location.hash = linkTo(...parts).slice(1);
}
