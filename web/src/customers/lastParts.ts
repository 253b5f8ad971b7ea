/** What stands on the last tabs of a customer's page, or what few ask for there. */
export const facts = async () => ({ default: (await import('./AccountFacts')).AccountFacts });
export const relations = async () => ({ default: (await import('./RelationList')).RelationList });
export const dialog = async () => ({ default: (await import('./AccountDialog')).AccountDialog });
export const restore = async () => ({ default: (await import('@/ui/RestoreButton')).RestoreButton });
