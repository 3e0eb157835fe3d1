-- :n people of one organisation, under some fifty thousand names: a few borne by many, most by a handful.
INSERT INTO organisation (id, name, kind, territory, phone, alert_mobile, alert_email, created_at)
VALUES ('00000000-0000-0000-0000-000000000001', 'One', 'hospital', 'FR', '+33', '', '', '2027-01-01');

CREATE TEMP TABLE surname AS
  SELECT row_number() OVER () - 1 AS i, name FROM (
    SELECT unnest(string_to_array('martin bernard thomas petit robert richard durand dubois moreau laurent simon michel lefebvre leroy roux david bertrand morel fournier girard bonnet dupont lambert fontaine rousseau vincent muller lefevre faure andre mercier blanc guerin boyer garnier chevalier legrand gauthier perrin deschamps', ' ')) AS name
    UNION ALL SELECT a || b || c || d FROM
      unnest(string_to_array('ba be bo bra cha che clo cre da de do fa fe gra gui ha la le lo ma me mo na pe po que re ri ro sa so ta te tho ve vi', ' ')) a,
      unnest(string_to_array('bri cha de do fe gne la li lle mo na ni po que ra ri ro sse ta ti vo', ' ')) b,
      unnest(string_to_array('ba do le mi no', ' ')) c,
      unnest(string_to_array('rd ron lle ux in ot et er eau ain el ault ac our', ' ')) d
  ) names;
CREATE TEMP TABLE given AS
  SELECT row_number() OVER () - 1 AS i, name FROM unnest(string_to_array('marie jean pierre michel andre philippe louis alain jacques odile josette claude christian henri francois patrick gerard julien maurice laurent eric david jeanne catherine isabelle anne sylvie martine nicole suzanne helene christine louise valerie sophie emma chloe lina rose anna gabriel leo adam yanis fatima', ' ')) name;
CREATE UNIQUE INDEX ON surname (i);
CREATE UNIQUE INDEX ON given (i);
SELECT setseed(0.3);
INSERT INTO patient (id, subject_id, organisation_id, birth_name, first_name, used_name, used_first_name, birth_date, sex, territory, search, profile, created_at)
SELECT gen_random_uuid(), gen_random_uuid(), '00000000-0000-0000-0000-000000000001', initcap(s.name), initcap(g.name), '', '',
       date '1925-01-01' + (random() * 33000)::int, 'F', 'FR', g.name || ' ' || s.name, '\x00', '2027-01-01'
  FROM (SELECT CASE WHEN random() < 0.35 THEN floor(40 * random() ^ 2) ELSE 40 + floor(random() * 52000) END::int AS a,
               floor(45 * random() ^ 1.5)::int AS b FROM generate_series(1, :n)) r
  JOIN surname s ON s.i = r.a JOIN given g ON g.i = r.b;
INSERT INTO contact_point (id, organisation_id, subject_id, patient_id, kind, value, blind, state)
SELECT gen_random_uuid(), organisation_id, subject_id, id, 'mobile', '\x00', decode(md5(id::text), 'hex'), 'active'
  FROM patient WHERE organisation_id = '00000000-0000-0000-0000-000000000001';
ANALYZE patient;
ANALYZE contact_point;
