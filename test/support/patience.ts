import { vi } from "vitest";

// Machines that run tests have other things to do: what is waited for without saying how long may take its time. The
// default, one second, failed tests of things that worked.
const { waitFor } = vi;
vi.waitFor = (work, options = { timeout: 30_000 }) => waitFor(work, options);
