import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCaches } from '../testing/createCaches';
import { createSiteCopy, type SiteBuild } from './siteCopy';

const SCOPE = 'https://weft.example/x/y/';
const DATASET = 'datasets/clothes/t10k-labels-idx1-ubyte.gz';

function createServer(files: Readonly<Record<string, string>>) {
  const state = { files: { ...files } as Record<string, string>, isDown: false, status: 200, asked: [] as string[] };
  const fetch = async (request: Request | string, init: RequestInit = {}): Promise<Response> => {
    const url = typeof request === 'string' ? request : request.url;
    state.asked.push(url);
    const content = state.files[url.replace(SCOPE, '') || 'index.html'];
    if (state.isDown) {
      throw new TypeError('Failed to fetch');
    }
    if (content === undefined) {
      return new Response('no such file', { status: 404 });
    }
    if (init.integrity !== undefined && init.integrity !== digest(content)) {
      throw new TypeError('Failed to fetch: another digest');
    }
    return new Response(content, { status: state.status });
  };
  return { state, fetch };
}

function digest(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

function buildOf(version: string, files: Readonly<Record<string, string>>): SiteBuild {
  return { version, files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, digest(text)])) };
}

const FIRST = { 'index.html': 'page 1', 'assets/index-1.js': 'code 1', 'assets/same.css': 'style' };
const SECOND = { 'index.html': 'page 2', 'assets/index-2.js': 'code 2', 'assets/same.css': 'style' };

/** A browser with a worker for each of two builds. */
function createBrowser({ isFull = false } = {}) {
  const caches = createCaches({ isFull });
  const server = createServer({ ...FIRST, [DATASET]: 'labels' });
  const inUse = new Set<string>();
  const copyOf = (build: SiteBuild, scope = SCOPE) =>
    createSiteCopy({ build, scope, caches, fetch: server.fetch, versionsInUse: async () => inUse });
  return { caches, server, inUse, first: copyOf(buildOf('1', FIRST)), second: copyOf(buildOf('2', SECOND)), copyOf };
}

/** What a page gets, after all that goes on behind its back. */
async function ask(copy: ReturnType<typeof createSiteCopy>, path: string, init: RequestInit = {}) {
  const work: Promise<unknown>[] = [];
  const request = new Request(new URL(path, SCOPE), init);
  const isPage = path === '' || /^(\?|index\.html)/.test(path);
  // Node makes no request that navigates.
  Object.defineProperty(request, 'mode', { value: isPage ? 'navigate' : 'cors' });
  const response = await copy.answer(request, (more) => work.push(more));
  await Promise.all(work);
  return response?.text();
}

describe('a copy of the page', () => {
  it('answers without a server, whatever the options in the address', async () => {
    const { first, server } = createBrowser();
    await first.install();
    server.state.isDown = true;
    expect(await ask(first, '')).toBe('page 1');
    expect(await ask(first, '?view=kernels&language=es')).toBe('page 1');
    expect(await ask(first, 'index.html')).toBe('page 1');
    expect(await ask(first, 'assets/index-1.js')).toBe('code 1');
  });

  it('is whole or is not there: a missing file, another file, no server and no room leave nothing', async () => {
    const { first, server, caches } = createBrowser();
    for (const change of [
      () => delete server.state.files['assets/same.css'],
      () => Object.assign(server.state.files, { 'assets/same.css': 'style of another build' }),
      () => Object.assign(server.state, { isDown: true }),
    ]) {
      change();
      await expect(first.install()).rejects.toThrow();
      expect(await caches.keys()).toEqual([]);
    }
    const full = createBrowser({ isFull: true });
    await expect(full.first.install()).rejects.toThrow('full');
    expect(await full.caches.keys()).toEqual([]);
  });

  it('leaves a page of the version before its own files, for as long as there is one', async () => {
    const { first, second, server, inUse, caches } = createBrowser();
    await first.install();
    server.state.files = { ...SECOND };
    await second.install();
    inUse.add('1');
    await second.sweep();
    expect(await ask(second, '')).toBe('page 2');
    expect(await ask(second, 'assets/index-1.js')).toBe('code 1');
    inUse.clear();
    await second.sweep();
    expect(await caches.keys()).toEqual([`weft-build ${SCOPE} 2`]);
    expect(await ask(second, 'assets/index-1.js')).toBe('no such file');
  });

  it('of a page at one path leaves alone that of a page at another', async () => {
    const { first, second, copyOf, caches, server } = createBrowser();
    const files = { 'index.html': 'page 1' };
    server.state.files['https://weft.example/index.html'] = 'page 1';
    server.state.files['https://weft.example/'] = 'page 1';
    await copyOf(buildOf('1', files), 'https://weft.example/').install();
    await first.install();
    server.state.files = { ...SECOND };
    await second.install();
    await second.sweep();
    expect(await caches.keys()).toEqual(['weft-build https://weft.example/ 1', `weft-build ${SCOPE} 2`]);
  });

  it('has nothing to say of other addresses, methods and files', async () => {
    const { first } = createBrowser();
    await first.install();
    for (const [path, init] of [
      ['https://elsewhere.example/x/y/index.html', {}],
      ['https://weft.example/x/', {}],
      ['/x/y/serviceWorker.js', {}],
      ['/x/y/run.json', {}],
      ['/x/y/assets/index-1.js?new', {}],
      ['/x/y/assets/index-1.js', { method: 'HEAD' }],
    ] as const) {
      expect(await ask(first, path, init), path).toBeUndefined();
    }
  });
});

describe('a dataset', () => {
  it('comes from the server while there is one, and is kept for when there is none', async () => {
    const { first, server } = createBrowser();
    await expect(ask(first, 'datasets/other/t10k-labels-idx1-ubyte.gz')).resolves.toBe('no such file');
    expect(await ask(first, DATASET)).toBe('labels');
    server.state.files[DATASET] = 'labels, mended';
    expect(await ask(first, DATASET)).toBe('labels, mended');
    server.state.isDown = true;
    expect(await ask(first, DATASET)).toBe('labels, mended');
    await expect(ask(first, 'datasets/other/t10k-labels-idx1-ubyte.gz')).rejects.toThrow('Failed to fetch');
  });

  it('is taken from what is kept where a proxy has lost the server', async () => {
    const { first, server } = createBrowser();
    await ask(first, DATASET);
    server.state.files[DATASET] = 'bad gateway';
    server.state.status = 502;
    expect(await ask(first, DATASET)).toBe('labels');
  });

  it('that was fetched before the worker was there is kept when it is told of it, file by file', async () => {
    const { first, server } = createBrowser();
    for (const file of ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3']) {
      server.state.files[`datasets/clothes/${file}-ubyte.gz`] = file;
    }
    await ask(first, DATASET);
    server.state.asked.length = 0;
    await first.keepDataset('clothes');
    expect(server.state.asked.map((url) => url.replace(SCOPE, ''))).toEqual([
      'datasets/clothes/train-images-idx3-ubyte.gz',
      'datasets/clothes/train-labels-idx1-ubyte.gz',
      'datasets/clothes/t10k-images-idx3-ubyte.gz',
    ]);
    server.state.isDown = true;
    expect(await ask(first, 'datasets/clothes/train-images-idx3-ubyte.gz')).toBe('train-images-idx3');
  });

  it('is trained on all the same where there is no room for it', async () => {
    const { first } = createBrowser({ isFull: true });
    expect(await ask(first, DATASET)).toBe('labels');
  });

  it('survives a newer version of the page', async () => {
    const { first, second, server } = createBrowser();
    await ask(first, DATASET);
    server.state.files = { ...SECOND };
    await second.install();
    await second.sweep();
    server.state.isDown = true;
    expect(await ask(second, DATASET)).toBe('labels');
  });
});
