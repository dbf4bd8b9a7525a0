/** Addresses of a saved search as a feed. Whoever has one can read it: the token is the secret. */
export function feedAddresses(token: string, publicUrl: string): { rss: string; atom: string; json: string } {
  return {
    rss: `${publicUrl}/feeds/${token}.rss`,
    atom: `${publicUrl}/feeds/${token}.atom`,
    json: `${publicUrl}/feeds/${token}.json`,
  };
}
