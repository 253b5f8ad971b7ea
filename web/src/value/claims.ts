/** What is said of satisfaction and profit, for another rise than the claim's own: in proportion. 10,000 is no change. */
export function claimedProfit(rise: number, claimRise: number, claimMultiple: number): number {
  if (claimRise <= 0) return 10_000;
  return 10_000 + ((claimMultiple - 10_000) * rise) / claimRise;
}
