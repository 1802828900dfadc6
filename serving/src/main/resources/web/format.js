// Numbers and durations as a reader wants them.

const grouped = new Intl.NumberFormat('en');

export const integer = (value) => grouped.format(Math.round(value));

export const percent = (value) => Number((value * 100).toPrecision(3)) + ' %';

export function compact(value) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (value < 0) return '−' + compact(size);
  if (size >= 1e6) return new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
  if (size >= 1000) return grouped.format(Math.round(value));
  if (size < 1e-4)
    return value
      .toExponential(1)
      .replace('e-', ' × 10⁻')
      .replace(/10⁻(\d+)/, (_, n) => '10⁻' + superscript(n));
  return String(Number(value.toPrecision(3)));
}

const superscript = (digits) => [...digits].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('');

export function bytes(value) {
  if (!Number.isFinite(value)) return '–';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return Number(value.toPrecision(3)) + ' ' + units[unit];
}

export function seconds(value) {
  if (!Number.isFinite(value)) return '–';
  if (value < 1) return Number((value * 1000).toPrecision(3)) + ' ms';
  return Number(value.toPrecision(3)) + ' s';
}

export const millis = (value) => seconds(value / 1000);

export function ago(since, now = Date.now()) {
  const passed = Math.max(0, Math.round((now - since) / 1000));
  if (passed < 60) return passed + ' s ago';
  if (passed < 3600) return Math.round(passed / 60) + ' min ago';
  if (passed < 172800) return Math.round(passed / 3600) + ' h ago';
  return Math.round(passed / 86400) + ' days ago';
}

export const clock = (time) =>
  new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
