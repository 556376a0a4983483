import { DATASET_FILES, datasetFileUrl } from '../../data/datasetFiles';

/** What a build of the page is made of, as its service worker knows it. */
export interface SiteBuild {
  /** A digest of everything in it. */
  readonly version: string;
  /** Path from the page → its content's digest, as fetch's `integrity` has it; with `index.html`. */
  readonly files: Readonly<Record<string, string>>;
}

export interface SiteCopyOptions {
  readonly build: SiteBuild;
  /** The address of the page's folder, which ends with a slash. */
  readonly scope: string;
  readonly caches: CacheStorage;
  readonly fetch: (request: Request | string, init?: RequestInit) => Promise<Response>;
  /** The versions that open pages are of. */
  readonly versionsInUse: () => Promise<ReadonlySet<string>>;
}

/** A copy of the page, its code and the datasets that were used, which answers where no server does. */
export interface SiteCopy {
  /** Copies a whole build, or leaves nothing. @throws what a fetch or the storage does, where a file is another, too. */
  install(): Promise<void>;
  /** Keeps a dataset that was fetched before this was asked: what of it is kept already is not fetched again. */
  keepDataset(name: string): Promise<void>;
  /** Removes the builds that no page is of any more. */
  sweep(): Promise<void>;
  /**
   * @param keepAlive is told of work that goes on after the answer.
   * @returns `undefined` for what is none of its business.
   */
  answer(request: Request, keepAlive: (work: Promise<unknown>) => void): Promise<Response> | undefined;
}

const PAGE = 'index.html';
const DATASETS = 'datasets/';

/** By this name a page is at a build, for as long as it is open. */
export function pageLockName(version: string): string {
  return `${PAGE_LOCK_PREFIX}${version}`;
}

export const PAGE_LOCK_PREFIX = 'weft-page ';

export function createSiteCopy(options: SiteCopyOptions): SiteCopy {
  const { build, scope, caches, fetch, versionsInUse } = options;
  // A browser's caches are of an origin, on which there may be several pages.
  const builds = `weft-build ${scope} `;
  const own = builds + build.version;
  const datasets = `weft-datasets ${scope}`;
  const urlOf = (path: string) => new URL(path === PAGE ? './' : path, scope).href;

  const copied = async (url: string): Promise<Response | undefined> => (await caches.open(own)).match(url);
  // Files of code have names that tell their content: a page of another version finds its own.
  const copiedEver = async (url: string): Promise<Response | undefined> => (await copied(url)) ?? caches.match(url);

  const keepFile = async (url: string, response: Response): Promise<void> => {
    if (response.status === 200 && !response.headers.get('content-type')?.includes('text/html')) {
      await (await caches.open(datasets)).put(url, response);
    }
  };

  const fetchDataset = async (request: Request, keepAlive: (work: Promise<unknown>) => void): Promise<Response> => {
    const kept = async () => (await caches.open(datasets)).match(request.url);
    let response: Response;
    try {
      response = await fetch(request);
    } catch (error) {
      const copy = await kept();
      if (copy === undefined) {
        throw error;
      }
      return copy;
    }
    if (response.status >= 500) {
      // A proxy whose server is gone.
      return (await kept()) ?? response;
    }
    // Where there is no room for it, it is fetched again the next time.
    keepAlive(keepFile(request.url, response.clone()).catch(() => undefined));
    return response;
  };

  return {
    install: async () => {
      const cache = await caches.open(own);
      try {
        await Promise.all(
          Object.entries(build.files).map(async ([path, integrity]) => {
            const url = urlOf(path);
            // No mixture of two builds: a file that is another is refused.
            const response = await fetch(url, { integrity, cache: 'no-cache' });
            if (response.status !== 200) {
              throw new Error(`${url} was answered with status ${response.status}`);
            }
            await cache.put(url, response);
          }),
        );
      } catch (error) {
        await caches.delete(own);
        throw error;
      }
    },
    keepDataset: async (name) => {
      const cache = await caches.open(datasets);
      for (const file of DATASET_FILES) {
        const url = datasetFileUrl(scope, name, file);
        if ((await cache.match(url)) === undefined) {
          await keepFile(url, await fetch(url));
        }
      }
    },
    sweep: async () => {
      const others = (await caches.keys()).filter((name) => name.startsWith(builds) && name !== own);
      const inUse = others.length === 0 ? new Set<string>() : await versionsInUse();
      const unused = others.filter((name) => !inUse.has(name.slice(builds.length)));
      await Promise.all(unused.map((name) => caches.delete(name)));
    },
    answer: (request, keepAlive) => {
      const { origin, pathname, search } = new URL(request.url);
      const { origin: ownOrigin, pathname: folder } = new URL(scope);
      if (request.method !== 'GET' || origin !== ownOrigin || !pathname.startsWith(folder)) {
        return undefined;
      }
      const path = pathname.slice(folder.length) || PAGE;
      if (request.mode === 'navigate') {
        // Whatever its options.
        return path === PAGE ? copied(urlOf(PAGE)).then((copy) => copy ?? fetch(request)) : undefined;
      }
      if (path.startsWith(DATASETS)) {
        return fetchDataset(request, keepAlive);
      }
      return search === '' && (Object.hasOwn(build.files, path) || path.startsWith('assets/'))
        ? copiedEver(urlOf(path)).then((copy) => copy ?? fetch(request))
        : undefined;
    },
  };
}
