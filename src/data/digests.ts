/**
 * SHA-256, in hexadecimal, of what the published files hold once decompressed; a file that is not listed is not checked.
 * Of the content, because one content has many compressed forms (Debian's and Zalando's differ), and because some
 * servers, Vite's for one, send a .gz file with `Content-Encoding: gzip`, so that the compressed form is never seen.
 */
export const CONTENT_DIGESTS: ReadonlyMap<string, string> = new Map([
  ['fashion-mnist/train-images-idx3-ubyte.gz', 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888'],
  ['fashion-mnist/train-labels-idx1-ubyte.gz', 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9'],
  ['fashion-mnist/t10k-images-idx3-ubyte.gz', '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b'],
  ['fashion-mnist/t10k-labels-idx1-ubyte.gz', '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34'],
]);

/** SHA-256 of bytes, in hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
