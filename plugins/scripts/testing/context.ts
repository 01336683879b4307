import type { LogEntry } from "#kernel";
import { Crons } from "../../crons/contract.ts";
import { TestApp } from "./app.ts";
import { releaseClock, TestClock } from "./clock.ts";
import type { TestHttp } from "./http.ts";
import type { PreparedKernel } from "./kernels.ts";
import { TestMail } from "./mail.ts";

/** What a test is given. */
export interface TestContext {
  readonly app: TestApp;
  readonly mail: TestMail;
  readonly http: TestHttp;
  readonly clock: TestClock;
  /** What was logged, by hooks and by the house. */
  readonly logs: readonly LogEntry[];
}

export function contextOf({ kernel, witness, http }: PreparedKernel): TestContext {
  releaseClock();
  const app = new TestApp(kernel, witness);
  return {
    app,
    http,
    mail: new TestMail(witness.mails),
    clock: new TestClock(kernel.service(Crons), () => app.checkJobs()),
    logs: witness.logs,
  };
}
