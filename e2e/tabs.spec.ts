import { addAccount, go } from './support/pages.ts';
import { enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

test('eight tabs of one browser all work, and all learn what happens in one of them', async ({ page, context }) => {
  test.skip(isPhone(), 'nobody has eight tabs in front on a phone');
  await enter(page);
  const tabs = [page];
  while (tabs.length < 8) {
    const tab = await context.newPage();
    await tab.goto('/accounts');
    await expect(tab.getByRole('heading', { level: 1, name: t('customers:menu') })).toBeVisible();
    await expect(tab.getByText(t('customers:empty.title'))).toBeVisible();
    tabs.push(tab);
  }
  // The tab that listened goes; another one takes over.
  await tabs.shift()?.close();
  const last = tabs.at(-1) ?? page;
  await addAccount(last, '金源烟酒店', 'tobacco_liquor_shop');
  for (const tab of tabs.slice(0, -1)) {
    await expect(tab.getByRole('grid', { name: t('customers:menu') }).getByText('金源烟酒店')).toBeVisible();
  }
  await go(last, 'customers:menu');
});
