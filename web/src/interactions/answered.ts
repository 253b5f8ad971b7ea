/** Outcomes that nobody has without the other side. */
const ANSWERED = ['reached', 'interested', 'ordered', 'refused'];
/** Channels on which the other side answers at once or not at all. */
const CALLS = ['phone', 'call_centre'];

/** Whether it must be asked if they were reached: who is called picks up or does not, and only the caller knows. */
export function isOurCall(channel?: string | null, direction?: string | null): boolean {
  return CALLS.includes(channel ?? '') && direction !== 'in';
}

/** What an outcome says of the other side having answered. */
export function toldByOutcome(outcome?: string | null): boolean | undefined {
  if (!outcome) return undefined;
  if (outcome === 'not_reached') return false;
  return ANSWERED.includes(outcome) ? true : undefined;
}

/** What was said, else what the outcome tells; the server tells the rest by channel and direction. */
export function answered(said?: string | null, outcome?: string | null): boolean | undefined {
  return said ? said === 'yes' : toldByOutcome(outcome);
}

/** A call without another outcome has reached somebody or not. */
export function outcomeOf(
  outcome: string | null | undefined,
  said: string | null | undefined,
): string | undefined {
  if (outcome) return outcome;
  return said ? (said === 'yes' ? 'reached' : 'not_reached') : undefined;
}
