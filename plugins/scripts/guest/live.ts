type Container = { [key: PropertyKey]: unknown };

/**
 * A plain value that tells when something in it is changed, but not when a list grows, as in the reference. Its parts
 * do the same; what is no list and no plain object is given as it is.
 */
export function watched(
  value: unknown,
  touched: () => void,
  known = new WeakMap<object, unknown>(),
): unknown {
  if (!isContainer(value)) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const proxy = new Proxy(value, {
    get: (target, key) => watched(target[key], touched, known),
    set(target, key, next) {
      if (!Array.isArray(target) || Number(key) < target.length) touched();
      return Reflect.set(target, key, next);
    },
    deleteProperty(target, key) {
      touched();
      return Reflect.deleteProperty(target, key);
    },
  });
  known.set(value, proxy);
  return proxy;
}

function isContainer(value: unknown): value is Container {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
