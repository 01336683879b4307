import { BadRequest } from "#kernel";

/** What a request asks of a list. */
export interface ListQuery {
  readonly page: number;
  readonly perPage: number;
  readonly sort: string;
  readonly filter: string;
  readonly skipTotal: boolean;
}

const usualPerPage = 30;
const maxPerPage = 1000;
const maxFilterLength = 3500;

/** Throws BadRequest for what is no number, no truth value, or too long. */
export function readListQuery(query: URLSearchParams): ListQuery {
  const page = readInteger(query.get("page"));
  const perPage = readInteger(query.get("perPage"));
  const filter = query.get("filter") ?? "";
  if (Buffer.byteLength(filter) > maxFilterLength) throw new BadRequest();
  return {
    page: page > 0 ? page : 1,
    perPage: perPage > 0 ? Math.min(perPage, maxPerPage) : usualPerPage,
    sort: query.get("sort") ?? "",
    filter,
    skipTotal: readTruth(query.get("skipTotal")),
  };
}

function readInteger(text: string | null): number {
  if (text === null || text === "") return 0;
  if (!/^[+-]?\d{1,15}$/.test(text)) throw new BadRequest();
  return Number(text);
}

const truths: Readonly<Record<string, boolean>> = {
  "1": true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  "0": false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

function readTruth(text: string | null): boolean {
  if (text === null || text === "") return false;
  const truth = truths[text];
  if (truth === undefined) throw new BadRequest();
  return truth;
}
