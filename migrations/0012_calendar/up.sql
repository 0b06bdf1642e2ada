-- The working-day calendar, which an administrator keeps: holidays and the weekend days worked in exchange (调休).

create table calendar_year (
    year integer primary key check (year between 2000 and 2100),
    -- Whether the arrangement of the year is announced; until then it holds the statutory days alone.
    announced boolean not null,
    source text not null,
    updated_by uuid references account,
    updated_at timestamptz,
    version integer not null default 1
);

create table calendar_span (
    year integer not null references calendar_year,
    first_on date primary key,
    last_on date not null,
    -- True: a weekend worked; false: days off.
    works boolean not null,
    name text not null check (name <> ''),
    check (last_on >= first_on),
    check (extract(year from first_on) = year and extract(year from last_on) = year)
);
create index calendar_span_by_year on calendar_span (year, first_on);

insert into calendar_year (year, announced, source) values
    (2024, true, '国务院办公厅关于2024年部分节假日安排的通知（国办发明电〔2023〕7号）'),
    (2025, true, '国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号）'),
    (2026, true, '国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）'),
    (2027, false, '《全国年节及纪念日放假办法》规定的法定节日，调休安排待公布');

insert into calendar_span (year, first_on, last_on, works, name) values
    (2024, '2024-01-01', '2024-01-01', false, '元旦'),
    (2024, '2024-02-04', '2024-02-04', true, '春节调休'),
    (2024, '2024-02-10', '2024-02-17', false, '春节'),
    (2024, '2024-02-18', '2024-02-18', true, '春节调休'),
    (2024, '2024-04-04', '2024-04-06', false, '清明节'),
    (2024, '2024-04-07', '2024-04-07', true, '清明节调休'),
    (2024, '2024-04-28', '2024-04-28', true, '劳动节调休'),
    (2024, '2024-05-01', '2024-05-05', false, '劳动节'),
    (2024, '2024-05-11', '2024-05-11', true, '劳动节调休'),
    (2024, '2024-06-10', '2024-06-10', false, '端午节'),
    (2024, '2024-09-14', '2024-09-14', true, '中秋节调休'),
    (2024, '2024-09-15', '2024-09-17', false, '中秋节'),
    (2024, '2024-09-29', '2024-09-29', true, '国庆节调休'),
    (2024, '2024-10-01', '2024-10-07', false, '国庆节'),
    (2024, '2024-10-12', '2024-10-12', true, '国庆节调休'),
    (2025, '2025-01-01', '2025-01-01', false, '元旦'),
    (2025, '2025-01-26', '2025-01-26', true, '春节调休'),
    (2025, '2025-01-28', '2025-02-04', false, '春节'),
    (2025, '2025-02-08', '2025-02-08', true, '春节调休'),
    (2025, '2025-04-04', '2025-04-06', false, '清明节'),
    (2025, '2025-04-27', '2025-04-27', true, '劳动节调休'),
    (2025, '2025-05-01', '2025-05-05', false, '劳动节'),
    (2025, '2025-05-31', '2025-06-02', false, '端午节'),
    (2025, '2025-09-28', '2025-09-28', true, '国庆节、中秋节调休'),
    (2025, '2025-10-01', '2025-10-08', false, '国庆节、中秋节'),
    (2025, '2025-10-11', '2025-10-11', true, '国庆节、中秋节调休'),
    (2026, '2026-01-01', '2026-01-03', false, '元旦'),
    (2026, '2026-01-04', '2026-01-04', true, '元旦调休'),
    (2026, '2026-02-14', '2026-02-14', true, '春节调休'),
    (2026, '2026-02-15', '2026-02-23', false, '春节'),
    (2026, '2026-02-28', '2026-02-28', true, '春节调休'),
    (2026, '2026-04-04', '2026-04-06', false, '清明节'),
    (2026, '2026-05-01', '2026-05-05', false, '劳动节'),
    (2026, '2026-05-09', '2026-05-09', true, '劳动节调休'),
    (2026, '2026-06-19', '2026-06-21', false, '端午节'),
    (2026, '2026-09-20', '2026-09-20', true, '国庆节调休'),
    (2026, '2026-09-25', '2026-09-27', false, '中秋节'),
    (2026, '2026-10-01', '2026-10-07', false, '国庆节'),
    (2026, '2026-10-10', '2026-10-10', true, '国庆节调休'),
    (2027, '2027-01-01', '2027-01-01', false, '元旦'),
    (2027, '2027-02-05', '2027-02-08', false, '春节'),
    (2027, '2027-04-05', '2027-04-05', false, '清明节'),
    (2027, '2027-05-01', '2027-05-02', false, '劳动节'),
    (2027, '2027-06-09', '2027-06-09', false, '端午节'),
    (2027, '2027-09-15', '2027-09-15', false, '中秋节'),
    (2027, '2027-10-01', '2027-10-03', false, '国庆节');

-- A due day that the calendar gave follows the calendar; one that a person set does not. The first one stays to be seen.
alter table cycle add column due_by_rule boolean not null default false;
alter table cycle add column baseline_due_on date;
update cycle set baseline_due_on = due_on;
