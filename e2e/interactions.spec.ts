import type { Page } from '@playwright/test';
import { isSeen, look } from './support/looks.ts';
import { action, addAccount, box, go } from './support/pages.ts';
import { ADMIN, enter } from './support/people.ts';
import { expect, isPhone, test } from './support/test.ts';
import { t } from './support/texts.ts';

const SHOP = '金源烟酒店';

test('a call and a visit are written down, stand on the timeline, and leave something to do', async ({ page }) => {
  await enter(page);
  await addAccount(page, SHOP, 'tobacco_liquor_shop');

  // A call: what was said, what came of it, and what comes next.
  await action(page, 'log').click();
  const log = page.getByRole('dialog');
  await expect(log.getByRole('group', { name: t('interactions:interactions.fields.channel') })).toBeVisible();
  await pressed(log, 'interactions:interactions.fields.channel', 'interactions:interactions.choices.channel.phone');
  await box(log, 'interactions:interactions.fields.body').fill('王老板想先试两箱，要样品');
  await chip(log, 'interactions:interactions.fields.outcome', 'interactions:interactions.choices.outcome.interested').click();
  await box(log, 'interactions:next_step').fill('送样品');
  await today(page, log);
  await log.getByText(t('interactions:log.more')).click();
  const matter = log.getByRole('combobox', { name: t('interactions:episode.label') });
  await matter.fill('中秋备货');
  await page.getByTitle(t('interactions:episode.open_named', { name: '中秋备货' })).click();
  await expect(log.getByTitle('中秋备货')).toBeVisible();
  await look(page, 'log-call');
  const save = log.getByRole('button', { name: t('interactions:log.save'), exact: true });

  // Without a server it says so where it is seen, and nothing is lost.
  const sent = '**/api/v1/interactions';
  await page.route(sent, (route) => route.abort());
  await save.click();
  await expect(log.getByRole('alert')).toBeVisible();
  expect(await isSeen(log.getByRole('alert')), 'the failure is not covered').toBe(true);
  await page.unroute(sent);
  await save.click();
  const saved = page.getByRole('status').getByText(t('interactions:log.saved'));
  await expect(saved).toBeVisible();
  await expect(log).toBeHidden();
  if (isPhone()) {
    const message = await saved.boundingBox();
    const actions = await page.getByRole('toolbar', { name: t('interactions:thumb.label') }).boundingBox();
    if (!message || !actions) throw new Error('the message and the actions are both on the screen');
    expect(message.y + message.height, 'the message leaves the actions free').toBeLessThan(actions.y);
  }

  // A visit: help first; it cannot be saved before it is said when to come again.
  await action(page, 'visit').click();
  const visit = page.getByRole('dialog');
  await visit.getByRole('button', { name: t('interactions:visit.add_help') }).click();
  await expect(visit.getByText(t('interactions:visit.helped_first'))).toBeVisible();
  await visit.getByRole('button', { name: t('interactions:visit.add_stock'), exact: true }).click();
  await box(visit, 'interactions:visit.product').fill('黔山十年');
  await visit.getByRole('spinbutton', { name: t('interactions:visit.cases') }).fill('3');
  await box(visit, 'interactions:interactions.fields.body').fill('帮忙卸货，陈列移到收银台旁');
  await visit.getByRole('checkbox', { name: t('interactions:step.greet') }).click();
  await visit.getByRole('button', { name: t('interactions:visit.save') }).click();
  await expect(visit.getByText(t('interactions:log.day_needed'))).toBeVisible();
  await expect(visit.getByText(t('interactions:log.step_needed'))).toBeVisible();
  await box(visit, 'interactions:next_step').fill('下周补货');
  await day(visit, 'interactions:day.in3days').click();
  await look(page, 'log-visit');
  await visit.getByRole('button', { name: t('interactions:visit.save') }).click();
  await expect(visit).toBeHidden();

  // Both stand on the timeline, the newer one first, and their next steps beside it.
  const timeline = page.getByRole('region', { name: t('ui:day.today') });
  await expect(timeline.getByText('王老板想先试两箱，要样品')).toBeVisible();
  await expect(timeline.getByText('帮忙卸货，陈列移到收银台旁')).toBeVisible();
  await expect(timeline.getByRole('listitem').first()).toContainText(t('interactions:interactions.choices.channel.visit'));
  await expect(page.getByRole('checkbox', { name: t('interactions:task.tick', { subject: '送样品' }) }).first()).toBeVisible();
  await look(page, 'customer-timeline');

  // What is about one matter stands together.
  const matters = page.getByRole('region', { name: t('interactions:episode.all') });
  await matters.getByRole('button', { name: '中秋备货' }).click();
  await expect(page.getByText('帮忙卸货，陈列移到收银台旁')).toBeHidden();
  await expect(page.getByText('王老板想先试两箱，要样品')).toBeVisible();
  await look(page, 'customer-matter');
  await matters.getByRole('button', { name: t('interactions:episode.close') }).click();
  await expect(matters.getByText(t('interactions:interactions.choices.episode_state.closed'))).toBeVisible();

  // What was promised for today is due today; done, it is gone.
  await go(page, 'interactions:menu_tasks');
  const due = page.getByRole('region', { name: t('interactions:group.today') });
  await expect(due.getByText('送样品')).toBeVisible();
  await expect(page.getByRole('region', { name: t('interactions:group.week') }).getByText('下周补货')).toBeVisible();
  await look(page, 'tasks');
  await due.getByRole('checkbox', { name: t('interactions:task.tick', { subject: '送样品' }) }).click();
  await expect(page.getByText(t('interactions:task.completed', { subject: '送样品' }))).toBeVisible();
  await expect(due).toBeHidden();

  await go(page, 'interactions:menu');
  const row = page.getByRole('row').filter({ hasText: SHOP }).first();
  await expect(row).toBeVisible();
  if (isPhone()) {
    await expect(row).toContainText(/\d\d-\d\d \d\d:\d\d/);
    await expect(row).toContainText(ADMIN.name);
  }
  await look(page, 'interactions');
});

type Place = Page | ReturnType<Page['getByRole']>;

function chip(place: Place, group: string, choice: string) {
  return place.getByRole('group', { name: t(group), exact: true }).getByRole('button', { name: t(choice), exact: true });
}

async function pressed(place: Place, group: string, choice: string): Promise<void> {
  await expect(chip(place, group, choice)).toHaveAttribute('aria-pressed', 'true');
}

function day(place: Place, choice: string) {
  const group = t('interactions:log.by_day', { what: t('interactions:next_step') });
  return place.getByRole('group', { name: group }).getByRole('button', { name: t(choice) });
}

/** Today is not among the usual days: it is chosen from the calendar. */
async function today(page: Page, place: Place): Promise<void> {
  await day(place, 'interactions:day.choose').click();
  await page.locator('.ant-picker-cell-today').filter({ visible: true }).click();
}
