export { copy } from './clipboard';
export { onOtherEyes, seeAnew } from './eyes';
export * from './filter';
export { forget, untilSignOut } from './forget';
export {
  clockText,
  dateText,
  dayAndClock,
  moneyExact,
  moneyShort,
  numberText,
  relative,
  useFormat,
} from './format';
export { errorTexts, LOCALES, useLocale, withTexts } from './i18n';
export { isComposing } from './keys';
export { type Hit, type Kind, kindIn, showKinds } from './kinds';
export { useLabels, useListName } from './labels';
export { type ListState, listState, NO_VIEW } from './listState';
export {
  type FieldAccess,
  isMasked,
  may,
  reachesOthers,
  useFieldAccess,
  useMay,
  useMaybeMe,
  useMe,
} from './me';
export { useIsPhone, useMedia } from './media';
export { isOwn, ownKey } from './own';
export { isFilled, ownStart } from './ownStart';
export { changeOf, ownValues, valueIn, withOwn } from './ownValues';
export { useErrorText, useProblemText, useShowProblem } from './problems';
export {
  type CreateEntry,
  isAt,
  isShown,
  type MenuEntry,
  type PlaceEntry,
  type RouterContext,
  rootRoute,
  type SettingEntry,
  settingsRoute,
  shellRoute,
} from './routes';
export { shared, useShared } from './shared';
export { MOD_KEY, type Shortcut, useShortcuts, useShownShortcuts } from './shortcuts';
export { keepPlace, keepSiblings, placeIn, siblingOf, stepFrom } from './siblings';
export { clickSort, MAX_SORT, parseSort, type SortKey, sortText } from './sort';
export { useStable } from './stable';
export { stored } from './stored';
export { useTheme } from './theme';
export { useTitle } from './title';
export { dismiss, type Toast, toast, useToasts } from './toast';
export {
  dayOf,
  daysAhead,
  instantOf,
  isDateOnly,
  isLongAgo,
  now,
  onClock,
  onPicker,
  presentOf,
  setZone,
  today,
} from './zone';
