import { expect, it } from 'vitest';
import { identifyBrowser, mayBeTooOld } from './browsers';

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
    'chrome',
    156,
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
    'edge',
    126,
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox', 140],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'safari',
    18,
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.35 Mobile/15E148 Safari/604.1',
    'safari',
    17,
  ],
  ['Lynx/2.9', 'browser', undefined],
])('knows %s', (userAgent, place, version) => {
  expect(identifyBrowser(userAgent)).toEqual({ place, version });
});

it('calls too old what lacks something, or does not tell', () => {
  expect(mayBeTooOld({ place: 'chrome', version: 126 })).toBe(true);
  expect(mayBeTooOld({ place: 'chrome', version: 127 })).toBe(false);
  expect(mayBeTooOld({ place: 'firefox', version: 140 })).toBe(true);
  expect(mayBeTooOld({ place: 'browser', version: undefined })).toBe(true);
});
