import { test as base, expect } from 'playwright/test';

export { expect };

interface Fixtures {
  /** Console errors that a test provokes; any other one fails it. */
  readonly allowedConsoleErrors: readonly RegExp[];
  readonly noNetwork: undefined;
}

/** Playwright's `test`, which also fails on a request to another machine, a console error or an uncaught exception. */
export const test = base.extend<Fixtures>({
  allowedConsoleErrors: [[], { option: true }],
  noNetwork: [
    async ({ context, allowedConsoleErrors }, use) => {
      const problems: string[] = [];
      context.on('request', (request) => {
        if (!staysOnThisMachine(request.url())) {
          problems.push(`request to ${request.url()}`);
        }
      });
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

function staysOnThisMachine(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return (
    ['data:', 'blob:', 'about:', 'file:'].includes(protocol) || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  );
}
