/** The browser's caches in memory, as far as the page's copy uses them; in full ones nothing can be put. */
export function createCaches({ isFull = false } = {}): CacheStorage {
  const all = new Map<string, Map<string, Response>>();
  const open = async (name: string) => {
    const entries = all.get(name) ?? new Map<string, Response>();
    all.set(name, entries);
    return {
      match: async (url: string) => entries.get(url)?.clone(),
      put: async (url: string, response: Response) => {
        if (isFull) {
          throw new DOMException('The storage is full.', 'QuotaExceededError');
        }
        entries.set(url, new Response(await response.blob(), response));
      },
    };
  };
  return {
    open,
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
    match: async (url: string) =>
      [...all.values()]
        .find((entries) => entries.has(url))
        ?.get(url)
        ?.clone(),
  } as unknown as CacheStorage;
}
