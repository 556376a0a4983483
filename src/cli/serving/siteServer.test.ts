import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSiteFiles } from './siteFiles';
import { createSiteServer } from './siteServer';

const LABELS = 't10k-labels-idx1-ubyte.gz';
const LABEL_BYTES = gzipSync('labels');

let folder: string;
let server: Server;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weft site '));
  const site = join(folder, 'site');
  const own = join(folder, 'own');
  for (const path of [join(site, 'assets'), join(site, 'datasets/clothes'), own]) {
    mkdirSync(path, { recursive: true });
  }
  writeFileSync(join(folder, 'secret'), 'a secret');
  writeFileSync(join(site, 'index.html'), '<!doctype html>');
  writeFileSync(join(site, 'empty.json'), '');
  writeFileSync(join(site, 'assets/index-1.js'), '1');
  writeFileSync(join(site, 'assets/benchWorker-a_b-1.js'), '2');
  writeFileSync(join(site, 'datasets/clothes', LABELS), LABEL_BYTES);
  writeFileSync(join(site, 'datasets/clothes/README.md'), 'of the dataset');
  symlinkSync(join(folder, 'secret'), join(site, 'assets/link.js'));
  symlinkSync(folder, join(site, 'up'));
  writeFileSync(join(own, LABELS), 'of my own');
  writeFileSync(join(own, 'notes.gz'), 'a secret');
  symlinkSync(join(folder, 'secret'), join(own, 'train-labels-idx1-ubyte.gz'));
  symlinkSync(LABELS, join(own, 'train-images-idx3-ubyte.gz'));
  mkdirSync(join(own, 't10k-images-idx3-ubyte.gz'));
  symlinkSync(own, join(folder, 'linked'));
  server = createSiteServer(createSiteFiles(site, { 'local-own': own, 'local-linked': join(folder, 'linked') }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** What comes back, byte for byte, until the server closes. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

function ask(target: string, { method = 'GET', host = `127.0.0.1:${port}`, more = '' } = {}): Promise<string> {
  return sendRaw(`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`);
}

async function statusOf(...given: Parameters<typeof ask>): Promise<number> {
  const answer = await ask(...given);
  expectClosed(answer);
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

/** Every answer has the headers, and none says where things lie. */
function expectClosed(answer: string): void {
  expect(answer).toMatch(/\r\nContent-Security-Policy: default-src 'none'; [^\r]*frame-ancestors 'none'\r\n/);
  expect(answer).not.toMatch(/'unsafe-(inline|eval|hashes)'/);
  for (const header of [
    'X-Content-Type-Options: nosniff',
    'Referrer-Policy: no-referrer',
    'Cross-Origin-Resource-Policy: same-origin',
    'Cross-Origin-Opener-Policy: same-origin',
    'Cross-Origin-Embedder-Policy: require-corp',
    'Permissions-Policy: accelerometer=(), ',
  ]) {
    expect(answer).toContain(`\r\n${header}`);
  }
  expect(answer).not.toContain(folder);
  expect(answer).not.toContain('a secret');
}

describe('createSiteServer', () => {
  it('gives the page, its scripts and the files of a dataset, byte for byte', async () => {
    expect(await ask('/')).toMatch(
      /^HTTP\/1\.1 200 [\s\S]*Content-Type: text\/html; charset=utf-8[\s\S]*\r\n\r\n<!doctype html>$/,
    );
    expect(await ask('/?view=kernels')).toContain('<!doctype html>');
    expect(await ask('/assets/index-1.js')).toContain('Content-Type: text/javascript');
    const labels = await ask(`/datasets/clothes/${LABELS}`);
    expect(labels).toContain('Content-Type: application/octet-stream');
    expect(labels).not.toContain('Content-Encoding');
    expect(labels.endsWith(LABEL_BYTES.toString('latin1'))).toBe(true);
    expect(await ask(`/datasets/local-own/${LABELS}`)).toContain('of my own');
    expect(await ask(`/datasets/local-linked/${LABELS}`)).toContain('of my own');
    expect(await statusOf('/empty.json')).toBe(200);
  });

  it('gives no bytes to HEAD, and none again that the browser has', async () => {
    const head = await ask('/', { method: 'HEAD' });
    expect(head).toContain('Content-Length: 15');
    expect(head.endsWith('\r\n\r\n')).toBe(true);
    const [, tag] = /ETag: (\S+)/.exec(head) ?? [];
    expect(await statusOf('/', { more: `If-None-Match: ${tag}\r\n` })).toBe(304);
    expect(await statusOf('/', { more: 'If-None-Match: "0-0"\r\n' })).toBe(200);
  });

  it('lets the worker of the bench alone compile WebAssembly, and nothing evaluate text', async () => {
    expect(await ask('/assets/benchWorker-a_b-1.js')).toContain("script-src 'self' 'wasm-unsafe-eval';");
    for (const path of ['/', '/assets/index-1.js', '/assets/missing.js', '/x/benchWorker.js/y']) {
      expect(await ask(path)).not.toContain('wasm-unsafe-eval');
    }
  });

  it.each(['localhost', 'LOCALHOST:80', '127.0.0.1', '127.0.0.1:8080'])('answers to %s', async (host) => {
    expect(await statusOf('/', { host })).toBe(200);
  });

  it.each([
    ...['weft.example', 'localhost.weft.example', '127.0.0.1.weft.example:80', 'weft.example@127.0.0.1', '0.0.0.0'],
    ...['192.168.0.1', '[::1]', '127.1', '2130706433', 'localhost:80:80', '127.0.0.1:80/x', 'localhost,weft.example'],
  ])('refuses the host %s', async (host) => {
    expect(await statusOf('/', { host })).toBe(403);
  });

  it('refuses no host, and two', async () => {
    expect(await sendRaw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendRaw('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await statusOf('/', { more: 'Host: localhost\r\n' })).toBe(400);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'CONNECT', 'M-SEARCH'])(
    'refuses %s',
    async (method) => {
      for (const target of ['/', `/datasets/clothes/${LABELS}`]) {
        expect(await statusOf(method === 'CONNECT' ? 'localhost:80' : target, { method })).toBe(405);
      }
    },
  );

  it.each([
    ...['/../secret', '/assets/../index.html', '/./index.html', '/..', '/%2e%2e/secret', '/assets/%2E%2E%2fsecret'],
    ...['//secret', '//weft.example/', '/assets//index-1.js', '/assets\\index-1.js', '/%5c..%5csecret', '/%00'],
    ...['/index.html%00.js', '/%', '/%zz', '/%c0%ae', '*', 'index.html', 'http://weft.example/', '/%0d%0aX:1'],
    `/datasets/clothes%2f${LABELS}`,
  ])('refuses the target %s', async (target) => {
    expect(await statusOf(target)).toBe(400);
  });

  it.each([
    ...['/missing', '/assets', '/assets/', '/index.html/', '/assets/link.js', '/up/secret', '/up', '/.git/config'],
    ...['/datasets/clothes/README.md', '/datasets/clothes/', '/datasets/missing/x', `/datasets/missing/${LABELS}`],
    ...['/datasets/constructor/x', `/datasets/constructor/${LABELS}`, `/datasets/__proto__/${LABELS}`],
    ...[`/datasets/toString/${LABELS}`, '/datasets/local-own/notes.gz', '/datasets/local-own/hasOwnProperty'],
    ...['train-labels-idx1-ubyte.gz', 'train-images-idx3-ubyte.gz', 't10k-images-idx3-ubyte.gz'].map(
      (file) => `/datasets/local-own/${file}`,
    ),
    `/${'a'.repeat(5000)}`,
  ])('has nothing at %s', async (target) => {
    expect(await statusOf(target)).toBe(404);
  });

  it('refuses a body, and what is no request', async () => {
    expect(await statusOf('/', { more: 'Content-Length: 2\r\n' })).toBe(400);
    expect(await statusOf('/', { more: 'Transfer-Encoding: chunked\r\n' })).toBe(400);
    for (const text of [
      ...['GET\r\n\r\n', '\x16\x03\x01\x02', 'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n', 'get / HTTP/1.1\r\n\r\n'],
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      'GET / HTTP/1.1\r\nHost : localhost\r\n\r\n',
    ]) {
      const answer = await sendRaw(text);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expectClosed(answer);
    }
  });

  it('gives a file as long as it was when it was asked for', async () => {
    const path = join(folder, 'site/assets/index-1.js');
    writeFileSync(path, 'x'.repeat(200_000));
    const answer = ask('/assets/index-1.js');
    expect((await answer).length).toBeGreaterThan(200_000);
    truncateSync(path, 1);
    expect(await ask('/assets/index-1.js')).toMatch(/\r\n\r\nx$/);
  });
});
