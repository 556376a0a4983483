import { type BrowserContext, test as base, expect } from 'playwright/test';

export { expect };

interface Fixtures {
  /** Console errors that a test provokes; any other one fails it. */
  readonly allowedConsoleErrors: readonly RegExp[];
  readonly noNetwork: undefined;
}

/**
 * Playwright's `test`, which also fails on a request to another origin, of pages and their workers, a console error or
 * an uncaught exception.
 */
export const test = base.extend<Fixtures>({
  allowedConsoleErrors: [[], { option: true }],
  noNetwork: [
    async ({ context, baseURL, allowedConsoleErrors }, use) => {
      const problems = watchForeignRequests(context, baseURL);
      context.on('console', (message) => {
        const isAllowed = allowedConsoleErrors.some((pattern) => pattern.test(message.text()));
        if (message.type() === 'error' && !isAllowed) {
          problems.push(`console error: ${message.text()}`);
        }
      });
      context.on('weberror', (webError) => {
        problems.push(`uncaught exception: ${webError.error().message}`);
      });
      await use(undefined);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

/** Of pages, of every kind of worker, and web sockets, from now on; a test that opens a browser of its own asks for it. */
export function watchForeignRequests(context: BrowserContext, home: string | undefined): string[] {
  const found: string[] = [];
  context.on('request', (request) => {
    if (!staysAtHome(request.url(), home)) {
      found.push(`request to ${request.url()}`);
    }
  });
  context.on('page', (page) => page.on('websocket', (socket) => found.push(`web socket to ${socket.url()}`)));
  return found;
}

/** `file:` is what a test opens itself: a report. */
function staysAtHome(url: string, home: string | undefined): boolean {
  const { protocol, origin } = new URL(url);
  return ['data:', 'about:', 'file:'].includes(protocol) || (home !== undefined && origin === new URL(home).origin);
}
