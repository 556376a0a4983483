/** The peers, each fetched when it is asked for and not before. */
export function loadTfjsPeer() {
  return import('./tfjsPeer');
}

export function loadWasmPeer() {
  return import('./tfjsWasmPeer');
}

export function loadJaxPeer() {
  return import('./jaxPeer');
}
