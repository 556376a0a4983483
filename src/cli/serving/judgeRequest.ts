import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: 400 | 403 | 405;
  readonly reason: string;
}

/** What of a request is looked at before anything is done. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders' | 'headers'>;

/** By these names this machine calls itself; the port may be that of a tunnel. */
const OWN_HOST = /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i;

const CONTROL_OR_BACKSLASH = /[\p{Cc}\\]/u;

/**
 * The path of a request, decoded and without its query, or why the request is refused: another method than GET and
 * HEAD, a body, a host that is not this machine (a page of another site, whose name was made to point here), or a
 * target that no browser sends.
 */
export function judgeRequest({
  method,
  url = '',
  rawHeaders,
  headers,
}: RequestHead): Refusal | { readonly path: string } {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts !== 1) {
    return { status: 400, reason: `A request names one host; this one names ${hosts}.` };
  }
  if (!OWN_HOST.test(headers.host ?? '')) {
    return { status: 403, reason: 'This server answers to 127.0.0.1 and localhost only.' };
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, reason: 'This server knows GET and HEAD only.' };
  }
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0) {
    return { status: 400, reason: 'A request has no body here.' };
  }
  const path = decodePath(url);
  return path === undefined ? { status: 400, reason: 'The path is not one that this server reads.' } : { path };
}

/** @returns `undefined` unless it is a plain path from the root, without steps up, twofold slashes and odd characters. */
function decodePath(url: string): string | undefined {
  const [encoded = ''] = url.split('?');
  try {
    const path = decodeURIComponent(encoded);
    const segments = path.split('/');
    const isPlain =
      segments[0] === '' &&
      segments.slice(1, -1).every((segment) => segment !== '') &&
      !segments.some((segment) => segment === '.' || segment === '..') &&
      !CONTROL_OR_BACKSLASH.test(path) &&
      !/%2f/i.test(encoded);
    return isPlain ? path : undefined;
  } catch {
    return undefined;
  }
}
