import type { UsualSection } from '@/lib/layout';

/** How the fields of a customer stand together as long as nobody has laid them out otherwise. */
export const ACCOUNT_LAYOUT: UsualSection[] = [
  {
    title: 'customers:section.basics',
    fields: ['name', 'channel_kind', 'kind', 'number', 'also_known_as', 'owner', 'tags', 'cooperating_since'],
  },
  {
    title: 'customers:section.reach',
    fields: ['phone', 'region', 'address', 'website', 'credit_code'],
  },
  { title: 'customers:section.own' },
  {
    title: 'customers:section.classification',
    fields: [
      'history',
      'volume',
      'credit_grade',
      'market_position',
      'ownership_form',
      'high_tech',
      'public_sector',
    ],
  },
  { title: 'customers:section.other', fields: ['remark', 'created_at', 'updated_at'] },
];
