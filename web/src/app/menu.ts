import { menu as admin } from '@/admin/menu';
import { menu as catalogue } from '@/catalogue/menu';
import { menu as contacts } from '@/contacts/menu';
import { menu as customerfiles } from '@/customerfiles/menu';
import { menu as customers } from '@/customers/menu';
import { menu as duplicates } from '@/duplicates/menu';
import { menu as interactions } from '@/interactions/menu';
import type { CreateEntry, MenuEntry, PlaceEntry } from '@/lib';
import { menu as orders } from '@/orders/menu';
import { menu as pools } from '@/pools/menu';
import { menu as staff } from '@/staff/menu';
import { menu as start } from '@/start/menu';
import { menu as value } from '@/value/menu';

/** The pages of the sidebar, in the order of a working day. */
export const MENU: MenuEntry[] = [
  ...start.pages,
  ...customers.pages,
  ...contacts.pages,
  ...interactions.pages,
  ...orders.pages,
  ...catalogue.pages,
  ...customerfiles.pages,
  ...pools.pages,
  ...value.pages,
];

/** Pages in the frame of the settings that do not lie below its address. */
const SET_ELSEWHERE = ['/users', '/parameters', '/audit', '/jobs'];

/** Below the line: the clerk's and the administrator's pages. */
export const MENU_BELOW: MenuEntry[] = [
  ...duplicates.pages,
  ...admin.pages,
  ...staff.pages.map((entry) => ({ ...entry, also: SET_ELSEWHERE })),
];

/** Beside the menu: what only the palette and the lists lead to. */
export const PLACES: PlaceEntry[] = [...customers.places, ...contacts.places];

export const CREATES: CreateEntry[] = [
  ...customers.creates,
  ...contacts.creates,
  ...interactions.creates,
  ...orders.creates,
];
