export interface Place {
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
  place: Place = $state.raw(read());

  constructor() {
    window.addEventListener("hashchange", () => {
      this.place = read();
    });
  }

  get path(): readonly string[] {
    return this.place.path;
  }

  query(name: string): string {
    return this.place.query.get(name) ?? "";
  }

  /** Changes query values of the current place without leaving a step in the history. */
  amend(values: Readonly<Record<string, string>>): void {
    const query = new URLSearchParams(this.place.query);
    for (const [name, value] of Object.entries(values)) {
      if (value === "") query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    history.replaceState(null, "", `${linkTo(...this.place.path)}${text === "" ? "" : `?${text}`}`);
    this.place = read();
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
