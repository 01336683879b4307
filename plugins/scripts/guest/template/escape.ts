import { escapeHtml, SafeHtml, shown } from "./functions.ts";

/** Where in a page a value is to be written. */
export type Place =
  | "text"
  | "attribute"
  | "bare attribute"
  | "url"
  | "query"
  | "script"
  | "handler"
  | "style";

/** The value as it may stand in this place. */
export function escapeFor(place: Place, value: unknown): string {
  if (value instanceof SafeHtml && place === "text") return value.text;
  switch (place) {
    case "script":
      return scriptValue(value);
    case "style":
      return shown(value).replace(/[^\w #%.,-]/g, "");
    case "url":
      return escapeHtml(safeUrl(shown(value)));
    case "query":
      return encodeURIComponent(shown(value));
    case "handler":
      return escapeHtml(scriptValue(value));
    case "bare attribute":
      return escapeHtml(shown(value)).replace(/[\s=`]/g, (character) => `&#${character.charCodeAt(0)};`);
    default:
      return escapeHtml(shown(value));
  }
}

// In a script a value stands as a literal; `<` and the like cannot end the element.
function scriptValue(value: unknown): string {
  return (JSON.stringify(value ?? null) ?? "null").replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function safeUrl(url: string): string {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  const isHarmless = scheme === undefined || ["http", "https", "mailto", "tel"].includes(scheme);
  return isHarmless ? encodeURI(decodeOnce(url)) : "#ZgotmplZ";
}

function decodeOnce(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

/** Follows the text of a page to tell where its next value will stand. */
export class PlaceFinder {
  #open = "";

  /** Takes note of text that was written. */
  see(text: string): void {
    // Only what is after the last finished element matters, but scripts and styles reach over elements.
    this.#open = (this.#open + text).slice(-20_000);
  }

  get place(): Place {
    const written = this.#open;
    const tag = written.lastIndexOf("<");
    if (tag > written.lastIndexOf(">")) return attributePlace(written.slice(tag));
    if (isInside(written, "<script", "</script")) return "script";
    return isInside(written, "<style", "</style") ? "style" : "text";
  }
}

function isInside(text: string, opening: string, closing: string): boolean {
  return text.toLowerCase().lastIndexOf(opening) > text.toLowerCase().lastIndexOf(closing);
}

const urls = new Set(["href", "src", "action", "formaction", "cite", "poster"]);

function attributePlace(tag: string): Place {
  const match = /([\w-]+)\s*=\s*("[^"]*|'[^']*|[^\s"'>]*)$/.exec(tag);
  const name = match?.[1]?.toLowerCase() ?? "";
  const value = match?.[2] ?? "";
  if (urls.has(name)) return value.includes("?") ? "query" : "url";
  if (name === "style") return "style";
  if (name.startsWith("on")) return "handler";
  return /^["']/.test(value) ? "attribute" : "bare attribute";
}
