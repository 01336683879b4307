import { pipeline, Readable } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import type { Middleware, RequestEvent } from "#kernel";

/** Bytes up to which compressing at once costs less than handing it to another thread. */
const short = 32 * 1024;

/** Compresses whatever is answered, of any size, as the reference does; errors are sent as they are. */
export const gzip: Middleware = {
  id: "pbGzip",
  before(e) {
    const vary = e.response.getHeader("Vary") ?? [];
    e.setHeader("Vary", [vary, "Accept-Encoding"].flat().join(", "));
  },
  after(e) {
    if (e.error === undefined && isWanted(e)) e.changeBody((body) => compressed(e, body));
  },
};

function isWanted(e: RequestEvent): boolean {
  return e.header("accept-encoding").includes("gzip") && !e.response.hasHeader("Content-Encoding");
}

function compressed(e: RequestEvent, body: string | Uint8Array | Readable): Uint8Array | Readable {
  e.setHeader("Content-Encoding", "gzip");
  if (!(body instanceof Readable) && body.length <= short) return gzipSync(body);
  const source = body instanceof Readable ? body : Readable.from([Buffer.from(body)]);
  return pipeline(source, createGzip(), () => {}); // a failure ends the answer
}
