import type { Tagged } from "../bridge/wire.ts";
import { toWire, unpackAs } from "./codec.ts";
import { call } from "./host.ts";
import { RequestInfo, type RequestInfoData } from "./request.ts";

/** An object of the host's that scripts can only hand on. */
class Lent {
  readonly #handle: number;

  constructor(handle: number) {
    this.#handle = handle;
  }

  [toWire](): Tagged {
    return { $: "lent", h: this.#handle };
  }
}

unpackAs("lent", (tagged) => new Lent(tagged.h as number));

/** What a request told, fetched when a script first looks. */
unpackAs("requestInfo", (tagged) => {
  const info = new RequestInfo();
  let data: RequestInfoData | undefined;
  for (const key of Object.keys(info) as (keyof RequestInfoData)[]) {
    Object.defineProperty(info, key, {
      get() {
        data ??= call<RequestInfoData>("requestInfo.read", tagged.h);
        return data[key] ?? null;
      },
      set(value: never) {
        data ??= call<RequestInfoData>("requestInfo.read", tagged.h);
        data[key] = value;
      },
      enumerable: true,
      configurable: true,
    });
  }
  return info;
});
