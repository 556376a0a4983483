import { createHash } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { provideBuild } from '../src/cli/builds/builds';
import { PROJECT_ROOT } from '../src/cli/project';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const DATASETS = join(PROJECT_ROOT, 'public/datasets');

/** The built page at a path below the root of a server that gives no headers of its own, and can be changed or ended. */
export class BuiltSite implements AsyncDisposable {
  readonly #folder: string;
  #server: Server | undefined;
  #port = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<BuiltSite> {
    const built = await provideBuild('page', async (outDir) => {
      await build({ root: PROJECT_ROOT, logLevel: 'error', build: { outDir, emptyOutDir: true } });
    });
    const folder = mkdtempSync(join(tmpdir(), 'weft-site-'));
    cpSync(built, folder, { recursive: true, filter: (path) => !path.startsWith(join(built, 'datasets')) });
    const site = new BuiltSite(folder);
    await site.start();
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/x/y/`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/^\/x\/y\//, '') || 'index.html';
      const file = path.startsWith('datasets/') ? join(DATASETS, path.slice(9)) : join(this.#folder, path);
      if (!existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'Content-Type': type, 'Content-Length': statSync(file).size });
      createReadStream(file).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** As a newer build would: files with other contents and names, and none of those before. */
  change({ replaced = {}, renamed = [] }: SiteChange): void {
    const before = this.#digests();
    for (const [pattern, text] of Object.entries(replaced)) {
      writeFileSync(join(this.#folder, 'assets', this.#find(pattern)), text);
    }
    for (const pattern of renamed) {
      const name = this.#find(pattern);
      const next = name.replace(/\.\w+$/, `x$&`);
      renameSync(join(this.#folder, 'assets', name), join(this.#folder, 'assets', next));
      this.#rewrite(name, next);
    }
    const version = /name="weft-version" content="([^"]+)"/.exec(this.#read('index.html'))?.[1] ?? '';
    this.#rewrite(version, `${version}x`);
    const after = this.#digests();
    for (const [index, [, digest]] of before.entries()) {
      this.#rewrite(digest, after[index]?.[1] ?? '');
    }
  }

  #find(pattern: string): string {
    return readdirSync(join(this.#folder, 'assets')).find((name) => name.startsWith(pattern)) ?? '';
  }

  #read(path: string): string {
    return readFileSync(join(this.#folder, path), 'utf8');
  }

  #files(): readonly string[] {
    return ['index.html', ...readdirSync(join(this.#folder, 'assets')).map((name) => `assets/${name}`)].sort();
  }

  #digests(): readonly (readonly [string, string])[] {
    return this.#files().map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(this.#folder, path)))
        .digest('base64'),
    ]);
  }

  #rewrite(text: string, next: string): void {
    for (const path of [...this.#files().filter((name) => /\.(html|js)$/.test(name)), 'serviceWorker.js']) {
      const content = this.#read(path);
      if (content.includes(text)) {
        writeFileSync(join(this.#folder, path), content.replaceAll(text, next));
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true });
  }
}

interface SiteChange {
  /** Beginnings of names in `assets/` → what they hold from now on. */
  readonly replaced?: Readonly<Record<string, string>>;
  /** Beginnings of names of which others take the place. */
  readonly renamed?: readonly string[];
}
