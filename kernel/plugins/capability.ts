/** What a plugin or extension may ask for; an install screen shows it before anything runs. */
export type Capability =
  | `records:${"read" | "write"}`
  | `files:${"read" | "write"}`
  | `net:${string}`
  | "mail:send"
  | "process:spawn";
