/** What scripts take for the time: their own clock, or the host's, which a test may have set. */
export const scriptClock: { source: "sandbox" | "host" } = { source: "sandbox" };
