/** A fetch that tells how far an upload is; the browser's own cannot. */
export function fetchWithProgress(onprogress: (part: number) => void): typeof fetch {
  return (input, init = {}) =>
    new Promise<Response>((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(init.method ?? "GET", String(input));
      new Headers(init.headers).forEach((value, name) => {
        request.setRequestHeader(name, value);
      });
      request.upload.onprogress = (e) => {
        if (e.lengthComputable) onprogress(e.loaded / e.total);
      };
      request.onload = () => {
        const empty = request.status === 204 || request.status === 304;
        resolve(new Response(empty ? null : request.responseText, { status: request.status }));
      };
      request.onerror = () => reject(new TypeError("The server cannot be reached."));
      request.send(init.body as XMLHttpRequestBodyInit | null);
    });
}
