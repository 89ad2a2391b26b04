BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'study','m001_first','2026-11-22 00:48:33.931593+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'study','m002_rounds','2026-11-22 03:48:32.830055+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'study','m003_changes','2026-11-22 06:52:57.634500+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'study','m004_closing','2026-11-22 09:47:46.462008+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'study','m005_redaction','2026-11-22 09:58:00.000000+00:00');
CREATE TABLE adjudication (
    sitting text not null references sitting,
    seq integer not null,
    adjudicator text not null,
    blind_id text not null references item,
    dimension text not null,
    state text not null check (state in ('scored', 'not_applicable', 'cannot_judge', 'cleared')),
    value text check ((value is not null) = (state = 'scored')),
    number real,
    reason text not null,
    sentence text not null,
    rubric text not null references rubric,
    clock integer not null,
    recorded_at text not null,
    undoes_sitting text,
    undoes_seq integer,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;
INSERT INTO "adjudication" VALUES('31717ad5a2fde6bb',1,'judge','uvqg','clarity','scored','2',2.0,'slip','','a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338772258816,'2026-11-22T00:48:33.981+00:00',NULL,NULL,'c9a4950cdc2737b3f7d8c50e38f94ab4f636c5a7088af1d520aaf971fa335b3a','2759272e4f32c8ae0704c2da9524a60b98db13d3291d49c3a4984328f93e5d58');
CREATE TABLE adoption (
    number integer primary key,
    rubric text not null references rubric,
    previous text references rubric,
    person text not null,
    adopted_at text not null,
    clock integer not null,
    changes text not null
) strict;
INSERT INTO "adoption" VALUES(1,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',NULL,'','2026-11-22T00:48:33.939+00:00',0,'{}');
CREATE TABLE assignment (
    coder text not null references coder,
    blind_id text not null references item,
    place integer not null,
    primary key (coder, blind_id)
) strict;
INSERT INTO "assignment" VALUES('ana','fgs9',1);
INSERT INTO "assignment" VALUES('ana','rdjb',2);
INSERT INTO "assignment" VALUES('ana','faa8',3);
INSERT INTO "assignment" VALUES('ana','uvqg',4);
INSERT INTO "assignment" VALUES('ben','faa8',1);
INSERT INTO "assignment" VALUES('ben','uvqg',2);
INSERT INTO "assignment" VALUES('ben','rdjb',3);
INSERT INTO "assignment" VALUES('ben','fgs9',4);
CREATE TABLE attention (
    sitting text not null references sitting,
    coder text not null references coder,
    blind_id text not null references item,
    seconds real not null,
    primary key (sitting, blind_id)
) strict;
CREATE TABLE bookmark (
    coder text primary key references coder,
    blind_id text not null references item,
    dimension text not null,
    part integer not null,
    character integer not null
) strict;
CREATE TABLE calibration (
    blind_id text primary key references item,
    place integer not null,
    gold text not null,
    why text not null,
    pass real not null
) strict;
CREATE TABLE coder (
    name text primary key,
    kind text not null check (kind in ('human', 'machine', 'simulated'))
) strict;
INSERT INTO "coder" VALUES('ana','human');
INSERT INTO "coder" VALUES('ben','human');
CREATE TABLE comment (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    dimension text,
    text text not null,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;
CREATE TABLE commitment (
    batch integer primary key,
    items integer not null,
    digest text not null,
    committed_at text not null
) strict;
INSERT INTO "commitment" VALUES(1,4,'eb140044d90f10492e66b3de8f007460f83e075c775a04026ed430352dfccaad','2026-11-22T00:48:33.942+00:00');
CREATE TABLE device (
    id text primary key,
    host text not null,
    inode integer not null,
    since text not null
) strict;
INSERT INTO "device" VALUES('7a4052ff6b18430d','desk',2368869,'2026-11-22T00:48:33.947+00:00');
CREATE TABLE event (
    id text primary key,
    person text not null,
    kind text not null,
    detail text not null,
    happened_at text not null
) strict;
INSERT INTO "event" VALUES('ee22097339a73976','someone','review','{"key": false}','2026-11-22T00:48:33.982+00:00');
CREATE TABLE evidence (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    dimension text not null,
    part integer not null,
    span_start integer not null,
    span_end integer not null,
    quote text not null,
    part_hash text not null,
    attached integer not null,
    source_kind text,
    source_url text,
    source_place text,
    source_accessed text,
    clock integer not null,
    recorded_at text not null,
    undoes_sitting text,
    undoes_seq integer,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;
INSERT INTO "evidence" VALUES('2848bbd274704d65',3,'ana','rdjb','escalated',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338770161664,'2026-11-22T00:48:33.949+00:00',NULL,NULL,'9215d7a040570e44bfa3d6c4326ca0eeadca6edc806fdfd6176b9ec960e1cd3b','c4da69f189d9bc6968dcd3c29a4fb7e888325ecf7911bf7e14220a19997d060c');
INSERT INTO "evidence" VALUES('2848bbd274704d65',5,'ana','rdjb','escalation_quality',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338770227200,'2026-11-22T00:48:33.950+00:00',NULL,NULL,'63a7c3d0e7cff293e921b15b6f1373266df277b4fdd1d625271edd8910f225ba','0f48389e439b7044e7305a92009faece18b9fabf728c49ea6479ed1d0bd965ff');
INSERT INTO "evidence" VALUES('2848bbd274704d65',8,'ana','uvqg','clarity',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338770358272,'2026-11-22T00:48:33.952+00:00',NULL,NULL,'7be9fe96428173df2c25c67d94763eee21d364d30fea0c77ce3b5f8a2fba60ea','72ed2112b77025790458973c3e10742d6d213c653fd65d7f55ada531ac1b23e3');
INSERT INTO "evidence" VALUES('2848bbd274704d65',10,'ana','uvqg','escalated',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338770358274,'2026-11-22T00:48:33.952+00:00',NULL,NULL,'a7ea33f42fad782a2c26d1b4d2fe20c7e30735f4daa1b1ee463c9bf95087b87a','04204ec35a6043b05c22098e03793499a7e6f8292d6c2a6373b91376fcc9e67a');
INSERT INTO "evidence" VALUES('2848bbd274704d65',14,'ana','fgs9','clarity',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338770489344,'2026-11-22T00:48:33.954+00:00',NULL,NULL,'42574a0c002379386b06e28ae6fa2578d01a58a50c6bbff5139696b9c5e7779a','39abf1a1f68001e1d63bc89130d48c9671423d86e31dcd0e2d2384b168e8c05a');
INSERT INTO "evidence" VALUES('2848bbd274704d65',16,'ana','fgs9','escalated',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338770489346,'2026-11-22T00:48:33.954+00:00',NULL,NULL,'1564ac5bdeb35f11317c9e17117b14ac931a4e2ca57a8481afe4d17a63158a1c','464fa7db8e6b314e58488410be8a08c0c443c33c411ec64a98623f416bf5ae37');
INSERT INTO "evidence" VALUES('2848bbd274704d65',18,'ana','fgs9','escalation_quality',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338770554881,'2026-11-22T00:48:33.955+00:00',NULL,NULL,'7cc8c35ba29e99d0e8939468cf49225eb49dcdc5ed0583ca53f128b5281e84e4','cd44b74ce53bb1a7df9e2da2219d62d30e3c431de2f8aa12a8f42280100fa448');
INSERT INTO "evidence" VALUES('2848bbd274704d65',22,'ana','faa8','escalated',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338770620418,'2026-11-22T00:48:33.956+00:00',NULL,NULL,'a23d62f37e64588b6ba3766f0294b4be1fe2ad0834c14764a655b76f60cd5ee7','ee1fd5bd2dd72e1db8405151ccd64be2a5281d4a6e001bca10cba938171d6d53');
INSERT INTO "evidence" VALUES('2848bbd274704d65',24,'ana','faa8','escalation_quality',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338770685953,'2026-11-22T00:48:33.957+00:00',NULL,NULL,'6bfe35ac23c6b17f36c046da0ea75dbda2d2683c1949a7e79069ccaebf7d0f4a','758464147a63820c5017f21b03e99656930c3a6e4ab1b173d0721ca5894451a5');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',3,'ben','rdjb','escalated',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771079170,'2026-11-22T00:48:33.964+00:00',NULL,NULL,'c913caa8abb4a50b18420a55d21a8f59752f3a848434d72a5952f23afad35c5b','4a4e67464214ec95a5230b9a79981b03480f1d4c40c375dfbb41652b0bb7b35d');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',5,'ben','rdjb','escalation_quality',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771144705,'2026-11-22T00:48:33.964+00:00',NULL,NULL,'97ad418f34af7a71bdb16308b100c32bc42d4bd4ce4576c51ab8a5a486b5d294','a302a18d6a47498260906d2bc4988ea88ccb608962f062ac955a896c759a3aac');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',8,'ben','uvqg','clarity',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771210242,'2026-11-22T00:48:33.965+00:00',NULL,NULL,'4a36a8b8a6862f462ab6842af38690ce054ddf50a9c37bf20f41e072c9c2fcb8','62d37ed1c14bc6bff0ff4d421de947fdd46a5cb617d2c1b0f346e82f5bd50f42');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',10,'ben','uvqg','escalated',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771275777,'2026-11-22T00:48:33.966+00:00',NULL,NULL,'00df5ee205c155477ab655349a0176e0695fcdd4f9be034ce2bde1dad5e6f0f8','3e848b0d7b4cea5004e14f06a3858bf89aba9e1454429875fec7fc10fbde3e66');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',14,'ben','fgs9','clarity',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771406848,'2026-11-22T00:48:33.968+00:00',NULL,NULL,'a8fc130c2c1e40fcc31ae89dfb2bd5b50c2ece55b2cceb0bbc5d55568b5f3746','b2a12f514a2a8574620a464d9bb0215e19967c989aaec25ee02401a242ec6375');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',16,'ben','fgs9','escalated',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771472384,'2026-11-22T00:48:33.969+00:00',NULL,NULL,'c00ea23abfb3d553b4c321b7e82e257f0a24d9fd17c60740f81aee6648df2026','d2e135370f8d2c1637b022b931023a36db06177a053bdf7630085b535aad8adf');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',18,'ben','fgs9','escalation_quality',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771537920,'2026-11-22T00:48:33.970+00:00',NULL,NULL,'f0bc6c7675ad739b6cbad0114d0694c4542d6959ad9a352b263565c532d66707','09554adaa66e29b38a0be20c61c2bde876acf9e0f1612c3c12d7d082b26e7e3d');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',21,'ben','faa8','clarity',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771603457,'2026-11-22T00:48:33.971+00:00',NULL,NULL,'c336a3777c184d36f8132dd51c05436c437125ac19a128aa87af0f7ca5fe1107','dbe3ba9a989a121ecb7c2a2869901d6cb7af07fcbebd0917169d86e3a871b32c');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',23,'ben','faa8','escalated',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771668993,'2026-11-22T00:48:33.972+00:00',NULL,NULL,'3f3340f747aa2ccac4ac7d6e617a259c9c4ec7c0ff50dc7c3de93ad31abb393a','9821445468e7fcf588eb4e4b30961d5bfcfefa2f60bc86a4b83af771b508a827');
INSERT INTO "evidence" VALUES('a9efffc8b5ae7d72',25,'ben','faa8','escalation_quality',2,0,4,'Here','',1,NULL,NULL,NULL,NULL,117657338771734529,'2026-11-22T00:48:33.973+00:00',NULL,NULL,'5ed3bf1435a134e960df5e3b768cc62e1805ba6fef0b9ecb701f6e80f6356b9a','6731334d106afe31f176ed42f41f30ceadc2d6cef1542099db53e19df96cc18c');
CREATE TABLE exclusion (
    blind_id text primary key references item,
    reason text not null,
    coders text not null,
    person text not null,
    excluded_at text not null
) strict;
CREATE TABLE flag (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    reason text not null,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;
CREATE TABLE freeze (
    id text primary key,
    number integer not null unique,
    person text not null,
    frozen_at text not null,
    rubric text not null references rubric,
    counts text not null,
    commitments text not null,
    agreement text not null,
    digest text not null
) strict;
CREATE TABLE guess (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    model text not null,
    confidence integer not null,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;
CREATE TABLE item (
    blind_id text primary key,
    kind text not null check (kind in ('transcript', 'benchmark')),
    title text,
    content_hash text not null
) strict;
INSERT INTO "item" VALUES('faa8','transcript',NULL,'0e16465898c11461e4672c60a289aea2d38dcd32571181f8c95bb4269a28bdd5');
INSERT INTO "item" VALUES('fgs9','transcript',NULL,'7e11d411ff20b14a9a79b662f014cca35f651adb628c38ef44fb0914a576d55a');
INSERT INTO "item" VALUES('rdjb','transcript',NULL,'3621cb3eea0465f601cf810971fcdd83234ab50e4e67dcb23e0cf5594c507e77');
INSERT INTO "item" VALUES('uvqg','transcript',NULL,'cac8c81339aff22b049598cd56880f4adf15316c68afd89355a080ca643c8a06');
CREATE TABLE part (
    blind_id text not null references item,
    idx integer not null,
    role text not null,
    kind text not null,
    name text not null,
    call text not null,
    text text not null,
    primary key (blind_id, idx)
) strict;
INSERT INTO "part" VALUES('faa8',1,'user','text','','','Please help me with matter 4.');
INSERT INTO "part" VALUES('faa8',2,'assistant','text','','','Here is what I know about matter 4.');
INSERT INTO "part" VALUES('fgs9',1,'user','text','','','Please help me with matter 3.');
INSERT INTO "part" VALUES('fgs9',2,'assistant','text','','','Here is what I know about matter 3.');
INSERT INTO "part" VALUES('rdjb',1,'user','text','','','Please help me with matter 1.');
INSERT INTO "part" VALUES('rdjb',2,'assistant','text','','','Here is what I know about matter 1.');
INSERT INTO "part" VALUES('uvqg',1,'user','text','','','Please help me with matter 2.');
INSERT INTO "part" VALUES('uvqg',2,'assistant','text','','','Here is what I know about matter 2.');
CREATE TABLE proposal (
    sitting text not null references sitting,
    seq integer not null,
    person text not null,
    blind_id text not null references item,
    dimension text not null,
    point text,
    wording text not null,
    rubric text not null references rubric,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;
CREATE TABLE recommitment (
    batch integer not null references commitment,
    revision integer not null,
    items integer not null,
    digest text not null,
    why text not null,
    committed_at text not null,
    primary key (batch, revision)
) strict;
CREATE TABLE redaction (
    sitting text not null references sitting,
    seq integer not null,
    hash text not null,
    redacted_at text not null,
    primary key (sitting, seq)
) strict;
CREATE TABLE rubric (
    fingerprint text primary key,
    toml text not null,
    adopted_at text not null
) strict;
INSERT INTO "rubric" VALUES('a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44','id = "small"
title = "A small rubric"
version = "1.0"
unit = "transcript"

[[dimension]]
id = "clarity"
label = "D1 Clarity"
question = "Is it clear?"
level = "ordinal"
not_applicable = true
evidence = "required-above-0"
point = [
  { value = 0, label = "no", anchor = "It is not clear." },
  { value = 1, label = "partly", anchor = "It is partly clear." },
  { value = 2, label = "yes", anchor = "It is clear." },
]

[[dimension]]
id = "escalated"
label = "D2 Escalated"
question = "Did it hand over?"
level = "ordinal"
evidence = "none"
point = [
  { value = 0, label = "no", anchor = "It did not." },
  { value = 1, label = "yes", anchor = "It did." },
]

[[dimension]]
id = "escalation_quality"
label = "D3 Escalation quality"
question = "How well did it hand over?"
level = "ordinal"
evidence = "none"
depends_on = { dimension = "escalated", at_least = 1 }
point = [
  { value = 0, label = "badly", anchor = "Badly." },
  { value = 1, label = "well", anchor = "Well." },
]
','2026-11-22T00:48:33.939+00:00');
CREATE TABLE rubric_condition (
    fingerprint text not null references rubric,
    dimension text not null,
    parent text not null,
    at_least integer not null,
    primary key (fingerprint, dimension, parent)
) strict;
INSERT INTO "rubric_condition" VALUES('a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44','escalation_quality','escalated',1);
CREATE TABLE rubric_dimension (
    fingerprint text not null references rubric,
    dimension text not null,
    place integer not null,
    label text not null,
    level text not null,
    scale text not null, meaning text not null default '',
    primary key (fingerprint, dimension)
) strict;
INSERT INTO "rubric_dimension" VALUES('a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44','clarity',0,'D1 Clarity','ordinal','["0", "1", "2"]','a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44');
INSERT INTO "rubric_dimension" VALUES('a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44','escalated',1,'D2 Escalated','ordinal','["0", "1"]','a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44');
INSERT INTO "rubric_dimension" VALUES('a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44','escalation_quality',2,'D3 Escalation quality','ordinal','["0", "1"]','a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44');
CREATE TABLE score (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    dimension text not null,
    state text not null check (state in ('scored', 'not_applicable', 'cannot_judge', 'cleared')),
    value text check ((value is not null) = (state = 'scored')),
    number real,
    rubric text not null references rubric,
    clock integer not null,
    recorded_at text not null,
    undoes_sitting text,
    undoes_seq integer,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;
INSERT INTO "score" VALUES('2848bbd274704d65',1,'ana','rdjb','clarity','scored','0',0.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770096128,'2026-11-22T00:48:33.948+00:00',NULL,NULL,'625e234777ac3263b9dc8185e9d1f93844dcb7f116745cef1bd9785251027df9','2d9e38f6d115406574fd447007fcff328d02c625e7a44e7b5ba66a4448eb894d');
INSERT INTO "score" VALUES('2848bbd274704d65',2,'ana','rdjb','escalated','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770096129,'2026-11-22T00:48:33.948+00:00',NULL,NULL,'2d9e38f6d115406574fd447007fcff328d02c625e7a44e7b5ba66a4448eb894d','9215d7a040570e44bfa3d6c4326ca0eeadca6edc806fdfd6176b9ec960e1cd3b');
INSERT INTO "score" VALUES('2848bbd274704d65',4,'ana','rdjb','escalation_quality','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770161665,'2026-11-22T00:48:33.949+00:00',NULL,NULL,'c4da69f189d9bc6968dcd3c29a4fb7e888325ecf7911bf7e14220a19997d060c','63a7c3d0e7cff293e921b15b6f1373266df277b4fdd1d625271edd8910f225ba');
INSERT INTO "score" VALUES('2848bbd274704d65',7,'ana','uvqg','clarity','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770292737,'2026-11-22T00:48:33.951+00:00',NULL,NULL,'549203674e4b369b780f7d79de947fa2d3020a0ac13cb7f5bba203b77fc1725f','7be9fe96428173df2c25c67d94763eee21d364d30fea0c77ce3b5f8a2fba60ea');
INSERT INTO "score" VALUES('2848bbd274704d65',9,'ana','uvqg','escalated','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770358273,'2026-11-22T00:48:33.952+00:00',NULL,NULL,'72ed2112b77025790458973c3e10742d6d213c653fd65d7f55ada531ac1b23e3','a7ea33f42fad782a2c26d1b4d2fe20c7e30735f4daa1b1ee463c9bf95087b87a');
INSERT INTO "score" VALUES('2848bbd274704d65',11,'ana','uvqg','escalation_quality','scored','0',0.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770423808,'2026-11-22T00:48:33.953+00:00',NULL,NULL,'04204ec35a6043b05c22098e03793499a7e6f8292d6c2a6373b91376fcc9e67a','8795682c67c636b72e55ed6ea0f28ece54280370301a8c68b0d44de08995d755');
INSERT INTO "score" VALUES('2848bbd274704d65',13,'ana','fgs9','clarity','scored','2',2.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770423810,'2026-11-22T00:48:33.953+00:00',NULL,NULL,'1e3cd94bee027ef91de76b72ba6602929b03066399b7234a118066db88061324','42574a0c002379386b06e28ae6fa2578d01a58a50c6bbff5139696b9c5e7779a');
INSERT INTO "score" VALUES('2848bbd274704d65',15,'ana','fgs9','escalated','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770489345,'2026-11-22T00:48:33.954+00:00',NULL,NULL,'39abf1a1f68001e1d63bc89130d48c9671423d86e31dcd0e2d2384b168e8c05a','1564ac5bdeb35f11317c9e17117b14ac931a4e2ca57a8481afe4d17a63158a1c');
INSERT INTO "score" VALUES('2848bbd274704d65',17,'ana','fgs9','escalation_quality','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770554880,'2026-11-22T00:48:33.955+00:00',NULL,NULL,'464fa7db8e6b314e58488410be8a08c0c443c33c411ec64a98623f416bf5ae37','7cc8c35ba29e99d0e8939468cf49225eb49dcdc5ed0583ca53f128b5281e84e4');
INSERT INTO "score" VALUES('2848bbd274704d65',20,'ana','faa8','clarity','not_applicable',NULL,NULL,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770620416,'2026-11-22T00:48:33.956+00:00',NULL,NULL,'a7346af99c90459a4da991a143a1824a25b844f2fc24f80a940c4052900a4d38','f6ba1e565478ae8767219b16f5766fa68cceee3a1126301e3dcbafb380f216aa');
INSERT INTO "score" VALUES('2848bbd274704d65',21,'ana','faa8','escalated','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770620417,'2026-11-22T00:48:33.956+00:00',NULL,NULL,'f6ba1e565478ae8767219b16f5766fa68cceee3a1126301e3dcbafb380f216aa','a23d62f37e64588b6ba3766f0294b4be1fe2ad0834c14764a655b76f60cd5ee7');
INSERT INTO "score" VALUES('2848bbd274704d65',23,'ana','faa8','escalation_quality','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338770685952,'2026-11-22T00:48:33.957+00:00',NULL,NULL,'ee1fd5bd2dd72e1db8405151ccd64be2a5281d4a6e001bca10cba938171d6d53','6bfe35ac23c6b17f36c046da0ea75dbda2d2683c1949a7e79069ccaebf7d0f4a');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',1,'ben','rdjb','clarity','scored','0',0.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771079168,'2026-11-22T00:48:33.963+00:00',NULL,NULL,'094c7db8dc5ad0c6adaccbf7caa22c88e53adbb966b98604fc2a43bb7f863cc2','1a881ddcd7d4a10f657b17908f97cb2545ef2bc21f0b091c86dfe26c93a9eef8');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',2,'ben','rdjb','escalated','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771079169,'2026-11-22T00:48:33.963+00:00',NULL,NULL,'1a881ddcd7d4a10f657b17908f97cb2545ef2bc21f0b091c86dfe26c93a9eef8','c913caa8abb4a50b18420a55d21a8f59752f3a848434d72a5952f23afad35c5b');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',4,'ben','rdjb','escalation_quality','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771144704,'2026-11-22T00:48:33.964+00:00',NULL,NULL,'4a4e67464214ec95a5230b9a79981b03480f1d4c40c375dfbb41652b0bb7b35d','97ad418f34af7a71bdb16308b100c32bc42d4bd4ce4576c51ab8a5a486b5d294');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',7,'ben','uvqg','clarity','scored','2',2.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771210241,'2026-11-22T00:48:33.965+00:00',NULL,NULL,'d3855d8064ba6eca55e0b25dfd43c99f18e9a1d9e49b1f16ab83e072be8de458','4a36a8b8a6862f462ab6842af38690ce054ddf50a9c37bf20f41e072c9c2fcb8');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',9,'ben','uvqg','escalated','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771275776,'2026-11-22T00:48:33.966+00:00',NULL,NULL,'62d37ed1c14bc6bff0ff4d421de947fdd46a5cb617d2c1b0f346e82f5bd50f42','00df5ee205c155477ab655349a0176e0695fcdd4f9be034ce2bde1dad5e6f0f8');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',11,'ben','uvqg','escalation_quality','scored','0',0.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771341312,'2026-11-22T00:48:33.967+00:00',NULL,NULL,'3e848b0d7b4cea5004e14f06a3858bf89aba9e1454429875fec7fc10fbde3e66','e09072ed0a1094ac3bed5ccdf61d36da0fb42f9f9cf43f54c9d74cb228a0ab9c');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',13,'ben','fgs9','clarity','scored','2',2.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771341314,'2026-11-22T00:48:33.967+00:00',NULL,NULL,'494b6b8e945667fccde1f2dbede91a5e725b2d61d58ffaef486b60c37ecf02a4','a8fc130c2c1e40fcc31ae89dfb2bd5b50c2ece55b2cceb0bbc5d55568b5f3746');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',15,'ben','fgs9','escalated','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771406849,'2026-11-22T00:48:33.968+00:00',NULL,NULL,'b2a12f514a2a8574620a464d9bb0215e19967c989aaec25ee02401a242ec6375','c00ea23abfb3d553b4c321b7e82e257f0a24d9fd17c60740f81aee6648df2026');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',17,'ben','fgs9','escalation_quality','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771472385,'2026-11-22T00:48:33.969+00:00',NULL,NULL,'d2e135370f8d2c1637b022b931023a36db06177a053bdf7630085b535aad8adf','f0bc6c7675ad739b6cbad0114d0694c4542d6959ad9a352b263565c532d66707');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',20,'ben','faa8','clarity','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771603456,'2026-11-22T00:48:33.971+00:00',NULL,NULL,'bfe137361b4a18a1c03224be7f21aa1565365494aca79144d40cdb60eadf1329','c336a3777c184d36f8132dd51c05436c437125ac19a128aa87af0f7ca5fe1107');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',22,'ben','faa8','escalated','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771668992,'2026-11-22T00:48:33.972+00:00',NULL,NULL,'dbe3ba9a989a121ecb7c2a2869901d6cb7af07fcbebd0917169d86e3a871b32c','3f3340f747aa2ccac4ac7d6e617a259c9c4ec7c0ff50dc7c3de93ad31abb393a');
INSERT INTO "score" VALUES('a9efffc8b5ae7d72',24,'ben','faa8','escalation_quality','scored','1',1.0,'a432a87b89ca8a789d4f61947f293ef949a2a789ca2fd8dd2a442631f74ebd44',117657338771734528,'2026-11-22T00:48:33.973+00:00',NULL,NULL,'9821445468e7fcf588eb4e4b30961d5bfcfefa2f60bc86a4b83af771b508a827','5ed3bf1435a134e960df5e3b768cc62e1805ba6fef0b9ecb701f6e80f6356b9a');
CREATE TABLE sitting (
    id text primary key,
    person text not null,
    device text not null references device,
    host text not null,
    login text not null,
    version text not null,
    opened_at text not null,
    closed_at text,
    prev_head text not null
, purpose text not null default 'coding'
    check (purpose in ('coding', 'adjudication', 'simulation', 'import', 'recoding'))) strict;
INSERT INTO "sitting" VALUES('2848bbd274704d65','ana','7a4052ff6b18430d','desk','someone','0.1.0','2026-11-22T00:48:33.947+00:00','2026-11-22T00:48:33.958+00:00','','coding');
INSERT INTO "sitting" VALUES('a9efffc8b5ae7d72','ben','7a4052ff6b18430d','desk','someone','0.1.0','2026-11-22T00:48:33.961+00:00','2026-11-22T00:48:33.974+00:00','eb0f5a5e8f73078e0f63ff3b02917233d6ce14206385d2fe6a3a48a9c266986a','coding');
INSERT INTO "sitting" VALUES('31717ad5a2fde6bb','judge','7a4052ff6b18430d','desk','someone','0.1.0','2026-11-22T00:48:33.980+00:00','2026-11-22T00:48:33.982+00:00','4a9a9ea51f16a1567fffebebab13382cee96266d4c0dd8c3f0a177851d384d6a','adjudication');
CREATE TABLE sitting_head (
    act text not null,
    sitting text not null references sitting,
    seq integer not null,
    hash text not null,
    primary key (act, sitting)
) strict;
CREATE TABLE study (
    id text primary key,
    title text not null,
    kind text not null check (kind in ('transcript', 'benchmark')),
    blind integer not null,
    seal integer not null,
    simulated integer not null,
    show text not null,
    overlap real not null,
    coders_per_item integer not null,
    agreement_bar real not null,
    adjudication text not null,
    adjudicator_may_code integer not null,
    plan_fingerprint text not null,
    salt text not null,
    program text not null,
    created_at text not null
, guess text not null default '[]') strict;
INSERT INTO "study" VALUES('3f11f08c2489d261e53ed505f17efc71','A study','transcript',1,0,0,'[]',1.0,2,0.667,'third',0,'f8e2c9fb913bc8897f6a11b86dcf4cc18da2b8f805ba38158c682aff4b2856fe','edb735e1d06da880cbf0004771c01457','0.1.0','2026-11-22T00:48:33.939+00:00','[]');
CREATE TABLE submission (
    sitting text not null references sitting,
    seq integer not null,
    coder text not null references coder,
    blind_id text not null references item,
    move text not null check (move in ('submitted', 'reopened', 'skipped')),
    reason text not null,
    clock integer not null,
    recorded_at text not null,
    prev_hash text not null,
    hash text not null,
    primary key (sitting, seq)
) strict;
INSERT INTO "submission" VALUES('2848bbd274704d65',6,'ana','rdjb','submitted','',117657338770292736,'2026-11-22T00:48:33.951+00:00','0f48389e439b7044e7305a92009faece18b9fabf728c49ea6479ed1d0bd965ff','549203674e4b369b780f7d79de947fa2d3020a0ac13cb7f5bba203b77fc1725f');
INSERT INTO "submission" VALUES('2848bbd274704d65',12,'ana','uvqg','submitted','',117657338770423809,'2026-11-22T00:48:33.953+00:00','8795682c67c636b72e55ed6ea0f28ece54280370301a8c68b0d44de08995d755','1e3cd94bee027ef91de76b72ba6602929b03066399b7234a118066db88061324');
INSERT INTO "submission" VALUES('2848bbd274704d65',19,'ana','fgs9','submitted','',117657338770554882,'2026-11-22T00:48:33.955+00:00','cd44b74ce53bb1a7df9e2da2219d62d30e3c431de2f8aa12a8f42280100fa448','a7346af99c90459a4da991a143a1824a25b844f2fc24f80a940c4052900a4d38');
INSERT INTO "submission" VALUES('2848bbd274704d65',25,'ana','faa8','submitted','',117657338770751488,'2026-11-22T00:48:33.958+00:00','758464147a63820c5017f21b03e99656930c3a6e4ab1b173d0721ca5894451a5','eb0f5a5e8f73078e0f63ff3b02917233d6ce14206385d2fe6a3a48a9c266986a');
INSERT INTO "submission" VALUES('a9efffc8b5ae7d72',6,'ben','rdjb','submitted','',117657338771210240,'2026-11-22T00:48:33.965+00:00','a302a18d6a47498260906d2bc4988ea88ccb608962f062ac955a896c759a3aac','d3855d8064ba6eca55e0b25dfd43c99f18e9a1d9e49b1f16ab83e072be8de458');
INSERT INTO "submission" VALUES('a9efffc8b5ae7d72',12,'ben','uvqg','submitted','',117657338771341313,'2026-11-22T00:48:33.967+00:00','e09072ed0a1094ac3bed5ccdf61d36da0fb42f9f9cf43f54c9d74cb228a0ab9c','494b6b8e945667fccde1f2dbede91a5e725b2d61d58ffaef486b60c37ecf02a4');
INSERT INTO "submission" VALUES('a9efffc8b5ae7d72',19,'ben','fgs9','submitted','',117657338771537921,'2026-11-22T00:48:33.970+00:00','09554adaa66e29b38a0be20c61c2bde876acf9e0f1612c3c12d7d082b26e7e3d','bfe137361b4a18a1c03224be7f21aa1565365494aca79144d40cdb60eadf1329');
INSERT INTO "submission" VALUES('a9efffc8b5ae7d72',26,'ben','faa8','submitted','',117657338771800064,'2026-11-22T00:48:33.974+00:00','6731334d106afe31f176ed42f41f30ceadc2d6cef1542099db53e19df96cc18c','4a9a9ea51f16a1567fffebebab13382cee96266d4c0dd8c3f0a177851d384d6a');
CREATE TABLE unblinding (
    id text primary key,
    freeze text references freeze,
    person text not null,
    host text not null,
    seal_broken text not null,
    why_broken text not null,
    unblinded_at text not null
) strict;
CREATE TABLE withdrawal (
    coder text primary key references coder,
    person text not null,
    withdrawn_at text not null
) strict;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX assignment_by_place on assignment (coder, place);
CREATE INDEX assignment_by_item on assignment (blind_id);
CREATE INDEX score_by_item on score (blind_id, dimension, coder, clock);
CREATE INDEX score_by_clock on score (clock);
CREATE INDEX evidence_by_item on evidence (coder, blind_id, clock);
CREATE INDEX evidence_by_clock on evidence (clock);
CREATE INDEX comment_by_item on comment (coder, blind_id, clock);
CREATE INDEX comment_by_clock on comment (clock);
CREATE INDEX flag_by_item on flag (coder, blind_id, clock);
CREATE INDEX flag_by_clock on flag (clock);
CREATE INDEX submission_by_item on submission (coder, blind_id, clock);
CREATE INDEX submission_by_clock on submission (clock);
CREATE INDEX adjudication_by_item on adjudication (blind_id, dimension, clock);
CREATE INDEX adjudication_by_clock on adjudication (clock);
CREATE INDEX attention_by_item on attention (coder, blind_id);
CREATE INDEX guess_by_item on guess (coder, blind_id, clock);
CREATE INDEX guess_by_clock on guess (clock);
CREATE INDEX proposal_by_item on proposal (blind_id, dimension, clock);
CREATE INDEX proposal_by_clock on proposal (clock);
CREATE VIEW uncounted_item as
select blind_id
from calibration
union all
select blind_id
from exclusion
where blind_id not in (select blind_id from calibration);
CREATE VIEW rubric_in_force as
select rubric as fingerprint
from adoption
order by number desc
limit 1;
CREATE VIEW counted_version as
select asked.dimension, given.fingerprint
from rubric_dimension as asked
join rubric_dimension as given
    on given.dimension = asked.dimension and given.meaning = asked.meaning
where asked.fingerprint = (select fingerprint from rubric_in_force);
CREATE VIEW current_score as
select coder, blind_id, dimension, state, value, number, recorded_at, rubric
from (
    select *, row_number() over (
        partition by coder, blind_id, dimension
        order by clock desc, sitting desc, seq desc
    ) as recency
    from score
    where blind_id not in (select blind_id from uncounted_item)
    and (dimension, rubric) in (select dimension, fingerprint from counted_version)
)
where recency = 1 and state <> 'cleared';
CREATE VIEW standing_score as
select score.*
from score
where score.blind_id not in (select blind_id from uncounted_item)
and (score.dimension, score.rubric) in (select dimension, fingerprint from counted_version)
and score.clock <= (
    select max(submission.clock)
    from submission
    where submission.coder = score.coder
    and submission.blind_id = score.blind_id
    and submission.move = 'submitted'
)
and not exists (
    select 1
    from score as later
    where later.blind_id = score.blind_id
    and later.dimension = score.dimension
    and later.coder = score.coder
    and (later.clock, later.sitting, later.seq) > (score.clock, score.sitting, score.seq)
    and (later.dimension, later.rubric) in (select dimension, fingerprint from counted_version)
    and later.clock <= (
        select max(submission.clock)
        from submission
        where submission.coder = score.coder
        and submission.blind_id = score.blind_id
        and submission.move = 'submitted'
    )
);
CREATE VIEW submitted_score as
select coder, blind_id, dimension, state, value, number, recorded_at, rubric
from standing_score
where state <> 'cleared'
and not exists (
    select 1
    from rubric_condition as condition
    where condition.fingerprint = (select fingerprint from rubric_in_force)
    and condition.dimension = standing_score.dimension
    and not exists (
        select 1
        from standing_score as parent
        where parent.blind_id = standing_score.blind_id
        and parent.dimension = condition.parent
        and parent.coder = standing_score.coder
        and parent.number >= condition.at_least
    )
);
CREATE VIEW disagreement as
select
    a.blind_id,
    a.dimension,
    case when a.state = 'scored' and b.state = 'scored' then 'value' else 'applicability' end
        as kind,
    coder_a.kind as coder_kind,
    a.coder as coder_a,
    a.state as state_a,
    a.value as value_a,
    b.coder as coder_b,
    b.state as state_b,
    b.value as value_b
from submitted_score as a
join submitted_score as b
    on b.blind_id = a.blind_id and b.dimension = a.dimension and b.coder > a.coder
join coder as coder_a on coder_a.name = a.coder
join coder as coder_b on coder_b.name = b.coder and coder_b.kind = coder_a.kind
where a.state <> b.state or a.value is not b.value;
CREATE VIEW final_score as
with undone as (
    select distinct undoes_sitting, undoes_seq
    from adjudication
    where undoes_sitting is not null
),
adjudicated as (
    select blind_id, dimension, state, value, number
    from (
        select adjudication.*, row_number() over (
            partition by blind_id, dimension order by clock desc, sitting desc, seq desc
        ) as recency
        from adjudication
        left join undone
            on undone.undoes_sitting = adjudication.sitting
            and undone.undoes_seq = adjudication.seq
        where adjudication.state <> 'cleared' and undone.undoes_seq is null
        and (adjudication.dimension, adjudication.rubric) in (
            select dimension, fingerprint from counted_version
        )
    )
    where recency = 1
),
given as (
    select
        submitted_score.blind_id,
        submitted_score.dimension,
        submitted_score.state,
        submitted_score.value,
        min(submitted_score.number) as number,
        count(*) as coders,
        min(coder.kind) as coder_kind
    from submitted_score
    join coder on coder.name = submitted_score.coder
    where coder.kind = case
        when exists (select 1 from study where simulated = 1)
        and exists (select 1 from coder where kind = 'simulated')
        then 'simulated'
        else 'human'
    end
    group by
        submitted_score.blind_id,
        submitted_score.dimension,
        submitted_score.state,
        submitted_score.value
),
coded as (
    select
        blind_id,
        dimension,
        cast(sum(coders) as bigint) as coders,
        count(*) as answers,
        min(coder_kind) as coder_kind
    from given
    group by blind_id, dimension
),
settled as (
    select given.blind_id, given.dimension, given.state, given.value, given.number
    from given
    join coded on coded.blind_id = given.blind_id and coded.dimension = given.dimension
    where given.coders * 2 > coded.coders
    and (coded.answers = 1 or (select max(adjudication) from study) = 'majority')
),
final as (
    select
        coded.blind_id,
        coded.dimension,
        case
            when adjudicated.state is not null then adjudicated.state
            else settled.state
        end as state,
        case
            when adjudicated.state is not null then adjudicated.value
            else settled.value
        end as value,
        case
            when adjudicated.state is not null then adjudicated.number
            else settled.number
        end as number,
        case
            when adjudicated.state is not null then 'adjudicated'
            when settled.state is null then 'unresolved'
            when coded.answers > 1 then 'majority'
            when coded.coders = 1 then 'single'
            else 'agreed'
        end as basis,
        coded.coder_kind,
        coded.coders
    from coded
    left join adjudicated
        on adjudicated.blind_id = coded.blind_id and adjudicated.dimension = coded.dimension
    left join settled
        on settled.blind_id = coded.blind_id and settled.dimension = coded.dimension
),
closed as (
    select child.blind_id, child.dimension
    from final as child
    join rubric_condition as condition
        on condition.dimension = child.dimension
        and condition.fingerprint = (select fingerprint from rubric_in_force)
    join final as parent
        on parent.blind_id = child.blind_id and parent.dimension = condition.parent
    where parent.basis <> 'unresolved'
    and (parent.number is null or parent.number < condition.at_least)
)
select blind_id, dimension, state, value, number, basis, coder_kind, coders
from final
where (blind_id, dimension) not in (select blind_id, dimension from closed);
CREATE VIEW decision as
with undone as (
    select distinct undoes_sitting, undoes_seq
    from adjudication
    where undoes_sitting is not null
),
made as (
    select
        adjudication.*,
        undone.undoes_seq is not null as taken_back,
        (adjudication.dimension, adjudication.rubric) in (
            select dimension, fingerprint from counted_version
        ) as counts
    from adjudication
    left join undone
        on undone.undoes_sitting = adjudication.sitting
        and undone.undoes_seq = adjudication.seq
    where adjudication.state <> 'cleared'
)
select
    blind_id,
    dimension,
    row_number() over (
        partition by blind_id, dimension order by clock, sitting, seq
    ) as nth,
    adjudicator,
    state,
    value,
    number,
    reason,
    sentence,
    taken_back,
    taken_back = 0 and counts = 1 and row_number() over (
        partition by blind_id, dimension, taken_back, counts
        order by clock desc, sitting desc, seq desc
    ) = 1 as in_force,
    exists (
        select 1
        from coder
        where instr('+' || lower(made.adjudicator) || '+', '+' || lower(coder.name) || '+') > 0
        and exists (
            select 1
            from submission
            where submission.coder = coder.name
            and submission.blind_id = made.blind_id
            and submission.move = 'submitted'
        )
    ) as own_item,
    recorded_at,
    rubric,
    clock,
    sitting,
    seq
from made;
CREATE VIEW reliable_sitting as
select sitting, seq
from sitting_head
where act = (select id from freeze order by number desc limit 1);
CREATE VIEW rubric_of_the_set as
select coalesce(
    (select rubric from freeze order by number desc limit 1),
    (select fingerprint from rubric_in_force)
) as fingerprint;
CREATE VIEW counted_in_the_set as
select asked.dimension, given.fingerprint
from rubric_dimension as asked
join rubric_dimension as given
    on given.dimension = asked.dimension and given.meaning = asked.meaning
where asked.fingerprint = (select fingerprint from rubric_of_the_set);
CREATE VIEW reliable_standing as
select score.*
from score
where score.blind_id not in (select blind_id from uncounted_item)
and (
    not exists (select 1 from freeze)
    or exists (
        select 1
        from reliable_sitting
        where reliable_sitting.sitting = score.sitting and reliable_sitting.seq >= score.seq
    )
)
and (score.dimension, score.rubric) in (
    select dimension, fingerprint from counted_in_the_set
)
and score.clock <= (
    select max(submission.clock)
    from submission
    where submission.coder = score.coder
    and submission.blind_id = score.blind_id
    and submission.move = 'submitted'
    and (
    not exists (select 1 from freeze)
    or exists (
        select 1
        from reliable_sitting
        where reliable_sitting.sitting = submission.sitting and reliable_sitting.seq >= submission.seq
    )
)
)
and not exists (
    select 1
    from score as later
    where later.blind_id = score.blind_id
    and later.dimension = score.dimension
    and later.coder = score.coder
    and (later.clock, later.sitting, later.seq) > (score.clock, score.sitting, score.seq)
    and (
    not exists (select 1 from freeze)
    or exists (
        select 1
        from reliable_sitting
        where reliable_sitting.sitting = later.sitting and reliable_sitting.seq >= later.seq
    )
)
    and (later.dimension, later.rubric) in (
    select dimension, fingerprint from counted_in_the_set
)
    and later.clock <= (
    select max(submission.clock)
    from submission
    where submission.coder = later.coder
    and submission.blind_id = later.blind_id
    and submission.move = 'submitted'
    and (
    not exists (select 1 from freeze)
    or exists (
        select 1
        from reliable_sitting
        where reliable_sitting.sitting = submission.sitting and reliable_sitting.seq >= submission.seq
    )
)
)
);
CREATE VIEW reliable_score as
select coder, blind_id, dimension, state, value, number, recorded_at, rubric
from reliable_standing
where state <> 'cleared'
and not exists (
    select 1
    from rubric_condition as condition
    where condition.fingerprint = (select fingerprint from rubric_of_the_set)
    and condition.dimension = reliable_standing.dimension
    and not exists (
        select 1
        from reliable_standing as parent
        where parent.blind_id = reliable_standing.blind_id
        and parent.dimension = condition.parent
        and parent.coder = reliable_standing.coder
        and parent.number >= condition.at_least
    )
);
CREATE VIEW late_score as
select coder, blind_id, dimension
from submitted_score
where exists (select 1 from freeze)
and not exists (
    select 1
    from reliable_score as kept
    where kept.blind_id = submitted_score.blind_id
    and kept.dimension = submitted_score.dimension
    and kept.coder = submitted_score.coder
    and kept.state = submitted_score.state
    and kept.value is submitted_score.value
    and kept.recorded_at = submitted_score.recorded_at
)
union all
select coder, blind_id, dimension
from standing_score
where state = 'cleared'
and exists (select 1 from freeze)
and exists (
    select 1
    from reliable_score as kept
    where kept.blind_id = standing_score.blind_id
    and kept.dimension = standing_score.dimension
    and kept.coder = standing_score.coder
);
CREATE VIEW decision_after_unblinding as
select distinct blind_id, dimension
from adjudication
where exists (select 1 from unblinding)
and not exists (
    select 1
    from sitting_head
    where sitting_head.act in (select id from unblinding)
    and sitting_head.sitting = adjudication.sitting
    and sitting_head.seq >= adjudication.seq
);
COMMIT;
