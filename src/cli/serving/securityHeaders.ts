import { createHash } from 'node:crypto';
import { REPORT_CSS } from '../../report/reportCss.ts';

/** Sources by directive, as a Content-Security-Policy lists them. */
type Policy = Readonly<Record<string, readonly string[]>>;

/** The Report view writes its styles into the document: they are allowed by their hash, and no others. */
const REPORT_STYLE = `'sha256-${createHash('sha256').update(REPORT_CSS).digest('base64')}'`;

/** What the page may do: run its own scripts, start its own workers, ask its own server, and nothing else. */
const PAGE_POLICY: Policy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'worker-src': ["'self'"],
  'style-src': ["'self'", REPORT_STYLE],
  'img-src': ["'self'", 'data:', 'blob:'],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** A meta element may not say this. */
const NOT_FRAMED: Policy = { 'frame-ancestors': ["'none'"] };

/**
 * The bench's worker, which only the Kernels view starts, may compile WebAssembly: two of the peers are WebAssembly. A
 * worker has the policy of the answer that its script came with, and not the page's.
 */
const BENCH_WORKER_POLICY: Policy = {
  ...PAGE_POLICY,
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  // jax-js shares its WebAssembly among threads, which it starts from a text of its own; they have this policy, too.
  'worker-src': ['blob:'],
  'style-src': ["'none'"],
  'img-src': ["'none'"],
};

/** The script of the bench's worker, as it is built and as the development server gives it. */
const BENCH_WORKER = /\/benchWorker(-[\w-]+)?\.(js|ts)$/;

/** The features that the page has no use for: those that every browser it runs in knows. */
const PERMISSIONS = [
  ...['accelerometer', 'autoplay', 'camera', 'clipboard-read', 'clipboard-write', 'compute-pressure'],
  ...['display-capture', 'encrypted-media', 'fullscreen', 'gamepad', 'geolocation', 'gyroscope', 'hid'],
  ...['identity-credentials-get', 'idle-detection', 'keyboard-map', 'local-fonts', 'magnetometer', 'microphone'],
  ...['midi', 'otp-credentials', 'payment', 'picture-in-picture', 'publickey-credentials-create'],
  ...['publickey-credentials-get', 'serial', 'storage-access', 'sync-xhr', 'usb', 'window-management'],
  'xr-spatial-tracking',
].map((feature) => `${feature}=()`);
/** Shared memory, and a screen that stays on while a run goes. */
const OWN_PERMISSIONS = ['cross-origin-isolated=(self)', 'screen-wake-lock=(self)'];

const FIXED_HEADERS = {
  // With these two a page may share memory between threads, which WebAssembly backends compute with.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': [...PERMISSIONS, ...OWN_PERMISSIONS].join(', '),
} as const;

/**
 * The headers of an answer, whatever it is.
 * @param path of the request, without its query.
 * @param styleNonce of the styles that a development server writes into the document.
 */
export function securityHeaders(path: string, styleNonce?: string): Readonly<Record<string, string>> {
  const policy = BENCH_WORKER.test(path) ? BENCH_WORKER_POLICY : PAGE_POLICY;
  const styles = styleNonce === undefined ? {} : { 'style-src': ["'self'", REPORT_STYLE, `'nonce-${styleNonce}'`] };
  return { ...FIXED_HEADERS, 'Content-Security-Policy': formatPolicy({ ...policy, ...NOT_FRAMED, ...styles }) };
}

/** The page's own policy as it stands in the built page, for servers that give no headers. */
export const PAGE_META_POLICY = formatPolicy(PAGE_POLICY);

function formatPolicy(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ');
}
