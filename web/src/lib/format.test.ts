import dayjs from 'dayjs';
import { describe, expect, test } from 'vitest';
import type { Locale } from '@/api';
import { currencySign, moneyExact, moneyShort, relative, sizeText } from './format';

const now = dayjs('2026-11-22T15:00:00');

describe('relative dates', () => {
  test('count calendar days, not spans of 24 hours', () => {
    expect(relative('2026-11-21', 'zh-CN', now)).toBe('昨天');
    expect(relative(dayjs('2026-11-21T23:50:00').toISOString(), 'zh-CN', now)).toBe('昨天');
    expect(relative('2026-11-22', 'zh-CN', now)).toBe('今天');
    expect(relative('2026-11-19', 'zh-CN', now)).toBe('3 天前');
    expect(relative('2026-11-23', 'en', now)).toBe('tomorrow');
  });

  test('count minutes and hours within the day', () => {
    expect(relative(dayjs('2026-11-22T14:59:40').toISOString(), 'en', now)).toBe('now');
    expect(relative(dayjs('2026-11-22T14:20:00').toISOString(), 'zh-CN', now)).toBe('40 分钟前');
    expect(relative(dayjs('2026-11-22T17:00:00').toISOString(), 'zh-CN', now)).toBe('2 小时后');
  });

  test('grow coarser with distance', () => {
    expect(relative('2026-11-01', 'zh-CN', now)).toBe('3 周前');
    expect(relative('2026-06-01', 'zh-CN', now)).toBe('5 个月前');
    expect(relative('2024-06-01', 'zh-TW', now)).toBe('2 年前');
  });
});

describe('money', () => {
  test('is short in 万 and 亿, and exact in full', () => {
    expect(moneyShort({ minor: 12_345_600, currency: 'CNY' }, 'zh-CN')).toBe('¥12.35万');
    expect(moneyShort({ minor: 686_600, currency: 'CNY' }, 'zh-CN')).toBe('¥6,866');
    expect(moneyShort({ minor: 1_234_560_000_00, currency: 'CNY' }, 'zh-CN')).toBe('¥12.35亿');
    expect(moneyShort({ minor: 37_971_234_00, currency: 'CNY' }, 'zh-CN')).toBe('¥3,797万');
    expect(moneyShort({ minor: 686_600, currency: 'CNY' }, 'en')).toBe('¥6,866');
    expect(moneyExact({ minor: 123_456, currency: 'CNY' }, 'zh-CN')).toBe('¥1,234.56');
    expect(['zh-CN', 'zh-TW', 'en'].map((locale) => currencySign('CNY', locale as Locale))).toEqual([
      '¥',
      '¥',
      '¥',
    ]);
  });

  test('knows currencies without minor units', () => {
    expect(moneyExact({ minor: 500, currency: 'JPY' }, 'en')).toBe('¥500');
  });
});

test('a size is said as file managers say it', () => {
  const sizes = [0, 1023, 1024, 300_000, 1024 ** 2, 2_411_724, 1024 ** 3, 1.5 * 1024 ** 4, 1024 ** 5];
  expect(sizes.map((bytes) => sizeText(bytes, 'zh-CN'))).toEqual([
    '0 B',
    '1,023 B',
    '1 KB',
    '293 KB',
    '1 MB',
    '2.3 MB',
    '1 GB',
    '1.5 TB',
    '1,024 TB',
  ]);
});
