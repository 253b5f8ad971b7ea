import { type ThemeConfig, theme } from 'antd';

/** The widget library's tokens, from the same palette as tokens.css. Whoever wants nothing to move gets widgets that do not. */
export function antdTheme(dark: boolean, phone: boolean, still: boolean): ThemeConfig {
  const brand = dark ? '#3fb68f' : '#0b7a5e';
  const sheet = dark ? '#171b19' : '#ffffff';
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'gx' },
    hashed: false,
    token: {
      motion: !still,
      colorPrimary: brand,
      // The library's lighter hover takes white text below AA.
      colorPrimaryHover: dark ? '#55c79f' : '#096a52',
      colorPrimaryActive: dark ? '#34a27f' : '#075843',
      colorInfo: brand,
      colorLink: dark ? '#6fd0ae' : '#0a6b53',
      colorError: dark ? '#f1857d' : '#c2332b',
      colorWarning: dark ? '#f0a94a' : '#b45309',
      colorTextBase: dark ? '#e8ecea' : '#1b211e',
      colorBgBase: sheet,
      // Derived from the base these come out visibly green in dark.
      colorBgContainer: dark ? '#1a1f1d' : '#ffffff',
      colorBgElevated: dark ? '#1e2320' : '#ffffff',
      colorBgLayout: dark ? '#0f1211' : '#f4f5f3',
      colorBorder: dark ? '#3a423e' : '#d9ddd9',
      colorBorderSecondary: dark ? '#2a302d' : '#e7e9e6',
      // The library's own placeholder colour fails AA.
      colorTextPlaceholder: dark ? '#97a19c' : '#66706a',
      // A shadow alone does not part dark from dark.
      ...(dark && { boxShadowSecondary: '0 12px 36px rgb(0 0 0 / 0.5), 0 0 0 1px #323a36' }),
      colorTextDescription: dark ? '#97a19c' : '#66706a',
      colorTextTertiary: dark ? '#97a19c' : '#66706a',
      colorTextLightSolid: dark ? '#06231a' : '#ffffff',
      controlItemBgActive: dark ? '#17342b' : '#e2f2ec',
      controlItemBgActiveHover: dark ? '#1d4035' : '#d6ece4',
      controlItemBgHover: dark ? '#252b28' : '#f0f3f0',
      borderRadius: 8,
      borderRadiusLG: 12,
      borderRadiusSM: 6,
      controlHeight: phone ? 40 : 32,
      controlHeightSM: phone ? 34 : 28,
      controlHeightLG: phone ? 46 : 40,
      // 16 px stops iOS from zooming into a focused field.
      fontSize: phone ? 16 : 14,
      fontSizeSM: 13,
      fontFamily: 'var(--font)',
      fontWeightStrong: 500,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Form: { verticalLabelPadding: '0 0 4px' },
      Modal: { titleFontSize: 16 },
      Select: { optionSelectedFontWeight: 500 },
      Drawer: { footerPaddingInline: 20 },
      // Seven days must fit the width of a phone.
      ...(phone && { DatePicker: { cellWidth: 42, cellHeight: 36 } }),
    },
  };
}
