/** A place, as records keep it; its text is its JSON. */
export class GeoPoint {
  lon: number;
  lat: number;

  constructor(value: unknown) {
    const { lon, lat } = (value ?? {}) as { readonly lon?: unknown; readonly lat?: unknown };
    this.lon = Number(lon ?? 0) || 0;
    this.lat = Number(lat ?? 0) || 0;
  }

  asMap(): { lon: number; lat: number } {
    return { ...this };
  }

  string(): string {
    return JSON.stringify(this);
  }

  toString(): string {
    return this.string();
  }
}
