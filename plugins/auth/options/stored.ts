/** Auth options of a row in the form of AuthOptions: the reference writes null for no providers. */
export function readStoredOptions(stored: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const oauth2 = stored.oauth2 as { readonly providers: readonly unknown[] | null };
  return { ...stored, oauth2: { ...oauth2, providers: oauth2.providers ?? [] } };
}
