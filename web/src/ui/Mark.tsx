/** The product's mark: two rings that hold on to each other. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#0b7a5e" />
      <g fill="none" stroke="#fff" strokeWidth="2.6">
        <circle cx="12.6" cy="16" r="5.9" />
        <path d="M17.2 11.3a5.9 5.9 0 1 1 0 9.4" strokeLinecap="round" />
      </g>
      <circle cx="19.4" cy="16" r="1.9" fill="#ffd37a" />
    </svg>
  );
}
