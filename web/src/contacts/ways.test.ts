import { expect, test } from 'vitest';
import { hrefOf, waysTo } from './ways';

test('a number that is two things stands once and says both', () => {
  const ways = waysTo({
    mobile: '13900554321',
    phone: null,
    wechat: '13900554321',
    email: 'wang@example.com',
  });
  expect(ways).toEqual([
    { value: '13900554321', uses: ['mobile', 'wechat'] },
    { value: 'wang@example.com', uses: ['email'] },
  ]);
  expect(ways.map(hrefOf)).toEqual(['tel:13900554321', 'mailto:wang@example.com']);
});

test('a WeChat id alone is not called', () => {
  expect(waysTo({ wechat: 'wang88' }).map(hrefOf)).toEqual([undefined]);
});
