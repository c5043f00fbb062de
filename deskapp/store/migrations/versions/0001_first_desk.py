"""The first desk: journal and ledger, people, members and cards, receipts, points, items and slips."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("guarded", sa.Boolean(), nullable=False),
        sa.Column("balance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("not guarded or balance >= 0", name=op.f("ck_account_floor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("unit", "holder", name=op.f("uq_account_unit_holder")),
    )
    op.create_index(op.f("ix_account_holder"), "account", ["holder"], unique=False)
    op.create_index(
        "ix_account_spend",
        "account",
        ["unit", "balance", "holder"],
        unique=False,
        sqlite_where=sa.text("unit = 'spend'"),
        postgresql_where=sa.text("unit = 'spend'"),
    )
    op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_chain_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "draft",
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("work", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_staff"), "draft", ["staff"], unique=False)
    op.create_table(
        "item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("barcode", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("prices", sa.Text(), nullable=False),
        sa.Column("cash", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("per_request", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("per_member", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reorder", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shelf", sa.String(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_until", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind in ('gift', 'promotional', 'birthday', 'consumable', 'voucher', 'for_sale')",
            name=op.f("ck_item_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("barcode", name=op.f("uq_item_barcode")),
        sa.UniqueConstraint("code", name=op.f("uq_item_code")),
    )
    op.create_table(
        "journal",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_behind", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=True),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("op", sa.String(), nullable=True),
        sa.Column("voids", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("kind = 'done' or op is null", name=op.f("ck_journal_refusal_takes_no_op")),
        sa.CheckConstraint("kind in ('done', 'refused')", name=op.f("ck_journal_kind")),
        sa.ForeignKeyConstraint(["voids"], ["journal.number"], name=op.f("fk_journal_voids")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal")),
        sa.UniqueConstraint("op", name=op.f("uq_journal_op")),
        sa.UniqueConstraint("voids", name=op.f("uq_journal_voids")),
    )
    op.create_index("ix_journal_actor", "journal", ["actor", "number"], unique=False)
    op.create_index("ix_journal_business_date", "journal", ["business_date", "operation"], unique=False)
    op.create_index(op.f("ix_journal_member_id"), "journal", ["member_id"], unique=False)
    op.create_index(
        "ix_journal_shift",
        "journal",
        ["shift", "number"],
        unique=False,
        sqlite_where=sa.text("shift <> ''"),
        postgresql_where=sa.text("shift <> ''"),
    )
    op.create_index(op.f("ix_journal_subject"), "journal", ["subject"], unique=False)
    op.create_table(
        "member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("preferred", sa.String(), nullable=False),
        sa.Column("phone", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("gender", sa.String(), nullable=False),
        sa.Column("birthday", sa.String(), nullable=False),
        sa.Column("birth_day", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("id_type", sa.String(), nullable=False),
        sa.Column("id_number", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("introducer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("joined", sa.Date(), nullable=False),
        sa.Column("last_visit", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('active', 'lapsed', 'blocked', 'merged', 'erased')", name=op.f("ck_member_state")
        ),
        sa.ForeignKeyConstraint(["introducer_id"], ["member.id"], name=op.f("fk_member_introducer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("number", name=op.f("uq_member_number")),
    )
    op.create_index(op.f("ix_member_birth_day"), "member", ["birth_day"], unique=False)
    op.create_index(op.f("ix_member_id_number"), "member", ["id_number"], unique=False)
    op.create_index(op.f("ix_member_introducer_id"), "member", ["introducer_id"], unique=False)
    op.create_index(op.f("ix_member_last_visit"), "member", ["last_visit"], unique=False)
    op.create_index(op.f("ix_member_phone"), "member", ["phone"], unique=False)
    op.create_index(op.f("ix_member_tier"), "member", ["tier"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "policy_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_text")),
    )
    op.create_table(
        "series",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_series")),
    )
    op.create_table(
        "staff",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locks", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role in ('clerk', 'lead', 'supervisor', 'manager', 'finance', 'auditor')", name=op.f("ck_staff_role")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_staff")),
    )
    op.create_table(
        "card",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state = 'blank' or member_id is not null", name=op.f("ck_card_owner")),
        sa.CheckConstraint(
            "state in ('blank', 'active', 'lost', 'replaced', 'recovered', 'expired')", name=op.f("ck_card_state")
        ),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_card_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_card_member_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_card")),
    )
    op.create_index(op.f("ix_card_member_id"), "card", ["member_id"], unique=False)
    op.create_index(
        "uq_card_active",
        "card",
        ["member_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('terms', 'sms', 'phone')", name=op.f("ck_consent_kind")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_consent_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_consent_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_member_id"), "consent", ["member_id"], unique=False)
    op.create_table(
        "member_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_member_change_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_change_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_change")),
    )
    op.create_index(op.f("ix_member_change_member_id"), "member_change", ["member_id"], unique=False)
    op.create_table(
        "member_key",
        sa.Column("k", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_key_member_id")),
        sa.PrimaryKeyConstraint("k", "member_id", name=op.f("pk_member_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "points_lot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("left_over", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earned_on", sa.Date(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_points_lot_positive")),
        sa.CheckConstraint("left_over between 0 and amount", name=op.f("ck_points_lot_left_over")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_points_lot_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_points_lot_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_lot")),
    )
    op.create_index(op.f("ix_points_lot_entry"), "points_lot", ["entry"], unique=False)
    op.create_index("ix_points_lot_usable", "points_lot", ["member_id", "left_over"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("till", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("excluded", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paid_by_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount >= 0 and excluded >= 0 and excluded <= amount", name=op.f("ck_receipt_amounts")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_receipt_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("number", "till", "date", name=op.f("uq_receipt_number_till_date")),
    )
    op.create_table(
        "slip",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('to_sign', 'signed', 'voided', 'declined')", name=op.f("ck_slip_state")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_slip_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_slip_member_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_slip")),
    )
    op.create_index(op.f("ix_slip_entry"), "slip", ["entry"], unique=False)
    op.create_index(
        "ix_slip_unsigned", "slip", ["state", "made_at"], unique=False, sqlite_where=sa.text("state = 'to_sign'")
    )
    op.create_table(
        "stock_count",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("counted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_stock_count_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["journal.number"],
            name=op.f("fk_stock_count_settled_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_stock_count")),
    )
    op.create_table(
        "transfer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reverses", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_transfer_positive")),
        sa.CheckConstraint("source <> target", name=op.f("ck_transfer_two")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_transfer_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["reverses"], ["transfer.id"], name=op.f("fk_transfer_reverses")),
        sa.ForeignKeyConstraint(["source"], ["account.id"], name=op.f("fk_transfer_source")),
        sa.ForeignKeyConstraint(["target"], ["account.id"], name=op.f("fk_transfer_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("reverses", name=op.f("uq_transfer_reverses")),
    )
    op.create_index(op.f("ix_transfer_entry"), "transfer", ["entry"], unique=False)
    op.create_index(op.f("ix_transfer_source"), "transfer", ["source"], unique=False)
    op.create_index(op.f("ix_transfer_target"), "transfer", ["target"], unique=False)
    op.create_table(
        "lot_use",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_lot_use_positive")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_lot_use_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["points_lot.id"], name=op.f("fk_lot_use_lot_id")),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["journal.number"], name=op.f("fk_lot_use_voided_by"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_use")),
    )
    op.create_index(op.f("ix_lot_use_entry"), "lot_use", ["entry"], unique=False)
    op.create_index(op.f("ix_lot_use_lot_id"), "lot_use", ["lot_id"], unique=False)
    op.create_table(
        "receipt_use",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("benefit", sa.String(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_receipt_use_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_receipt_use_receipt_id")),
        sa.ForeignKeyConstraint(
            ["voided_by"],
            ["journal.number"],
            name=op.f("fk_receipt_use_voided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_use")),
    )
    op.create_index(op.f("ix_receipt_use_entry"), "receipt_use", ["entry"], unique=False)
    op.create_index(
        "uq_receipt_use_standing",
        "receipt_use",
        ["receipt_id", "benefit"],
        unique=True,
        sqlite_where=sa.text("voided_by is null"),
        postgresql_where=sa.text("voided_by is null"),
    )
    op.create_table(
        "callback",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("earliest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("upset", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(state = 'claimed') = (claimed_by <> '')", name=op.f("ck_callback_claimed")),
        sa.CheckConstraint(
            "state in ('open', 'claimed', 'appointment', 'done', 'exhausted', 'refused', 'cancelled')",
            name=op.f("ck_callback_state"),
        ),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_callback_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["last_entry"],
            ["journal.number"],
            name=op.f("fk_callback_last_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_callback_member_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_callback")),
    )
    op.create_index(op.f("ix_callback_entry"), "callback", ["entry"], unique=False)
    op.create_index(
        "ix_callback_over",
        "callback",
        ["state", "settled_at"],
        unique=False,
        sqlite_where=sa.text("settled_at is not null"),
        postgresql_where=sa.text("settled_at is not null"),
    )
    op.create_index(
        "ix_callback_live",
        "callback",
        ["latest"],
        unique=False,
        sqlite_where=sa.text("state in ('open', 'claimed', 'appointment')"),
        postgresql_where=sa.text("state in ('open', 'claimed', 'appointment')"),
    )
    op.create_index(op.f("ix_callback_last_entry"), "callback", ["last_entry"], unique=False)
    op.create_index(op.f("ix_callback_member_id"), "callback", ["member_id"], unique=False)
    op.create_index(op.f("ix_callback_person"), "callback", ["person"], unique=False)
    op.create_index(op.f("ix_callback_phone"), "callback", ["phone"], unique=False)
    op.create_index(
        "uq_callback_standing",
        "callback",
        ["person", "purpose"],
        unique=True,
        sqlite_where=sa.text("state in ('open', 'claimed', 'appointment')"),
        postgresql_where=sa.text("state in ('open', 'claimed', 'appointment')"),
    )
    op.create_table(
        "callback_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("callback", sa.String(), nullable=False),
        sa.Column("person", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["callback"], ["callback.number"], name=op.f("fk_callback_event_callback")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_callback_event_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_event")),
    )
    op.create_index(op.f("ix_callback_event_callback"), "callback_event", ["callback"], unique=False)
    op.create_index(op.f("ix_callback_event_day"), "callback_event", ["day"], unique=False)
    op.create_index(op.f("ix_callback_event_entry"), "callback_event", ["entry"], unique=False)
    op.create_index(op.f("ix_callback_event_subject"), "callback_event", ["subject"], unique=False)
    op.create_index(
        "uq_callback_event_occasion",
        "callback_event",
        ["person", "purpose", "occasion"],
        unique=True,
        sqlite_where=sa.text("occasion <> ''"),
        postgresql_where=sa.text("occasion <> ''"),
    )
    op.create_table(
        "callback_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("callback", sa.String(), nullable=False),
        sa.Column("person", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("led_to", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["callback"], ["callback.number"], name=op.f("fk_callback_attempt_callback")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_callback_attempt_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_attempt")),
    )
    op.create_index(op.f("ix_callback_attempt_at"), "callback_attempt", ["at"], unique=False)
    op.create_index(op.f("ix_callback_attempt_callback"), "callback_attempt", ["callback"], unique=False)
    op.create_index(op.f("ix_callback_attempt_day"), "callback_attempt", ["day"], unique=False)
    op.create_index(op.f("ix_callback_attempt_entry"), "callback_attempt", ["entry"], unique=False)
    op.create_index(op.f("ix_callback_attempt_person"), "callback_attempt", ["person"], unique=False)
    op.create_table(
        "call_wish",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind in ('hours', 'no_calls', 'wrong_number')", name=op.f("ck_call_wish_kind")),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["journal.number"], name=op.f("fk_call_wish_ended_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_call_wish_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_wish")),
    )
    op.create_index(
        "uq_call_wish_standing",
        "call_wish",
        ["person", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_by is null"),
        postgresql_where=sa.text("ended_by is null"),
    )
    op.create_table(
        "feedback",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_for", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_entry"],
            ["journal.number"],
            name=op.f("fk_feedback_answer_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_feedback_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_subject"), "feedback", ["subject"], unique=False)
    op.create_index("ix_feedback_unanswered", "feedback", ["answered_at", "due"], unique=False)
    op.create_table(
        "complaint",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("addressed", sa.String(), nullable=False),
        sa.Column("phone", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("invoice", sa.String(), nullable=False),
        sa.Column("hotline", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=False),
        sa.Column("founded", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("cost", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slip", sa.String(), nullable=False),
        sa.Column("conduct", sa.String(), nullable=False),
        sa.Column("feedback", sa.String(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("earlier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_step", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("implemented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(due_at is null) = (state in ('closed', 'answered_unfounded', 'withdrawn', 'merged'))",
            name=op.f("ck_complaint_due"),
        ),
        sa.CheckConstraint("(state = 'merged') = (merged_into is not null)", name=op.f("ck_complaint_merged")),
        sa.CheckConstraint("held_by in ('', 'customer', 'department', 'outside')", name=op.f("ck_complaint_held_by")),
        sa.CheckConstraint(
            "state in ('draft', 'registered', 'investigating', 'proposing', 'awaiting_approval', 'awaiting_customer', "
            "'implementing', 'awaiting_feedback', 'closed', 'answered_unfounded', 'withdrawn', 'merged', 'referred')",
            name=op.f("ck_complaint_state"),
        ),
        sa.CheckConstraint("merged_into is null or merged_into <> id", name=op.f("ck_complaint_not_into_itself")),
        sa.ForeignKeyConstraint(["earlier_id"], ["complaint.id"], name=op.f("fk_complaint_earlier_id")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_complaint_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["last_entry"],
            ["journal.number"],
            name=op.f("fk_complaint_last_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_complaint_member_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["complaint.id"], name=op.f("fk_complaint_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
    )
    op.create_index(op.f("ix_complaint_earlier_id"), "complaint", ["earlier_id"], unique=False)
    op.create_index(op.f("ix_complaint_member_id"), "complaint", ["member_id"], unique=False)
    op.create_index(op.f("ix_complaint_merged_into"), "complaint", ["merged_into"], unique=False)
    op.create_index(
        "ix_complaint_open",
        "complaint",
        ["due_at", "id", "held_since", "state", "assignee", "department", "severity", "level"],
        unique=False,
        sqlite_where=sa.text("due_at is not null"),
        postgresql_where=sa.text("due_at is not null"),
    )
    op.create_index(op.f("ix_complaint_phone"), "complaint", ["phone"], unique=False)
    op.create_index(op.f("ix_complaint_registered_on"), "complaint", ["registered_on"], unique=False)
    op.create_index("ix_complaint_state", "complaint", ["state", "id"], unique=False)
    op.create_table(
        "complaint_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_change_complaint_id")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_complaint_change_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_change")),
    )
    op.create_index("ix_complaint_change_case", "complaint_change", ["complaint_id", "version"], unique=False)
    op.create_index(op.f("ix_complaint_change_entry"), "complaint_change", ["entry"], unique=False)
    op.create_table(
        "complaint_evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_evidence_complaint_id")),
        sa.ForeignKeyConstraint(
            ["entry"],
            ["journal.number"],
            name=op.f("fk_complaint_evidence_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_evidence")),
        sa.UniqueConstraint("complaint_id", "sha256", name=op.f("uq_complaint_evidence_complaint_id_sha256")),
    )
    op.create_table(
        "complaint_hold",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("party in ('customer', 'department', 'outside')", name=op.f("ck_complaint_hold_party")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_hold_complaint_id")),
        sa.ForeignKeyConstraint(
            ["ended_by"],
            ["journal.number"],
            name=op.f("fk_complaint_hold_ended_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_complaint_hold_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_hold")),
    )
    op.create_index(op.f("ix_complaint_hold_complaint_id"), "complaint_hold", ["complaint_id"], unique=False)
    op.create_index(
        "uq_complaint_hold_open",
        "complaint_hold",
        ["complaint_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "complaint_key",
        sa.Column("k", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_key_complaint_id")),
        sa.PrimaryKeyConstraint("k", "complaint_id", name=op.f("pk_complaint_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complaint_proposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["journal.number"],
            name=op.f("fk_complaint_proposal_approved_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_proposal_complaint_id")),
        sa.ForeignKeyConstraint(
            ["entry"],
            ["journal.number"],
            name=op.f("fk_complaint_proposal_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_proposal")),
        sa.UniqueConstraint(
            "complaint_id", "round", "option", name=op.f("uq_complaint_proposal_complaint_id_round_option")
        ),
    )
    op.create_index(
        "uq_complaint_proposal_approved",
        "complaint_proposal",
        ["complaint_id", "round"],
        unique=True,
        sqlite_where=sa.text("approved_by is not null"),
        postgresql_where=sa.text("approved_by is not null"),
    )
    op.create_table(
        "complaint_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_run_complaint_id")),
        sa.ForeignKeyConstraint(
            ["ended_by"],
            ["journal.number"],
            name=op.f("fk_complaint_run_ended_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_complaint_run_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_run")),
    )
    op.create_index(op.f("ix_complaint_run_complaint_id"), "complaint_run", ["complaint_id"], unique=False)
    op.create_index(
        "uq_complaint_run_open",
        "complaint_run",
        ["complaint_id", "step"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "complaint_remedy",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("paper", sa.String(), nullable=False),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_complaint_remedy_cost")),
        sa.ForeignKeyConstraint(
            ["done_by"],
            ["journal.number"],
            name=op.f("fk_complaint_remedy_done_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["complaint_proposal.id"], name=op.f("fk_complaint_remedy_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_remedy")),
        sa.UniqueConstraint("proposal_id", "place", name=op.f("uq_complaint_remedy_proposal_id_place")),
    )
    op.create_table(
        "call",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("phone", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("passed_to", sa.String(), nullable=False),
        sa.Column("promised", sa.String(), nullable=False),
        sa.Column("promised_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("callback", sa.String(), nullable=False),
        sa.Column("complaint", sa.String(), nullable=False),
        sa.Column("rings", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("direction in ('in', 'out')", name=op.f("ck_call_direction")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_call_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_call_member_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_call")),
    )
    op.create_index(op.f("ix_call_complaint"), "call", ["complaint"], unique=False)
    op.create_index(op.f("ix_call_day"), "call", ["day"], unique=False)
    op.create_index(op.f("ix_call_person"), "call", ["person"], unique=False)
    op.create_table(
        "tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("day", "counter", "figure", "of", name=op.f("pk_tally")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tally_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("first", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "counter", name=op.f("pk_tally_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tally_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("of", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_tally_note_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_note")),
    )
    op.create_index("ix_tally_note_day", "tally_note", ["day", "kind", "entry"], unique=False)
    op.create_table(
        "report_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_report_seal_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_report_seal")),
        sa.UniqueConstraint("date", name=op.f("uq_report_seal_date")),
    )
    op.create_table(
        "knowledge",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("doubted_by", sa.String(), nullable=False),
        sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubt", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_knowledge_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_knowledge")),
    )
    op.create_table(
        "shift",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("planned_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follows", sa.String(), nullable=False),
        sa.Column("relief_absent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(state = 'open') = (closed_at is null)", name=op.f("ck_shift_ended")),
        sa.CheckConstraint("state in ('open', 'sealed', 'closed')", name=op.f("ck_shift_state")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_shift_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_shift")),
    )
    op.create_index("ix_shift_day", "shift", ["business_date", "counter"], unique=False)
    op.create_index(op.f("ix_shift_entry"), "shift", ["entry"], unique=False)
    op.create_index(
        "uq_shift_live",
        "shift",
        ["counter"],
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_table(
        "handover",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("parked", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_by", sa.String(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("seal_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("next_shift", sa.String(), nullable=False),
        sa.Column("acceptance", sa.String(), nullable=False),
        sa.Column("taken_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(state = 'prepared') = (seal = '')", name=op.f("ck_handover_sealed")),
        sa.CheckConstraint("(state in ('accepted', 'refused')) = (taken_by <> '')", name=op.f("ck_handover_taken")),
        sa.CheckConstraint("state in ('prepared', 'offered', 'accepted', 'refused')", name=op.f("ck_handover_state")),
        sa.CheckConstraint("way in ('desk', 'remote')", name=op.f("ck_handover_way")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_handover_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["seal_entry"],
            ["journal.number"],
            name=op.f("fk_handover_seal_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["shift"], ["shift.number"], name=op.f("fk_handover_shift")),
        sa.ForeignKeyConstraint(
            ["taken_entry"],
            ["journal.number"],
            name=op.f("fk_handover_taken_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_shift"), "handover", ["shift"], unique=False)
    op.create_index(
        "uq_handover_standing",
        "handover",
        ["shift"],
        unique=True,
        sqlite_where=sa.text("state <> 'refused'"),
        postgresql_where=sa.text("state <> 'refused'"),
    )
    op.create_table(
        "shift_clerk",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("left_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_shift_clerk_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["left_entry"],
            ["journal.number"],
            name=op.f("fk_shift_clerk_left_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["shift"], ["shift.number"], name=op.f("fk_shift_clerk_shift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_clerk")),
    )
    op.create_index(op.f("ix_shift_clerk_shift"), "shift_clerk", ["shift"], unique=False)
    op.create_index(
        "uq_shift_clerk_on",
        "shift_clerk",
        ["staff", "shift"],
        unique=True,
        sqlite_where=sa.text("left_at is null"),
        postgresql_where=sa.text("left_at is null"),
    )
    op.create_table(
        "shift_correction",
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("of_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("was", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_shift_correction_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["of_entry"],
            ["journal.number"],
            name=op.f("fk_shift_correction_of_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["shift"], ["shift.number"], name=op.f("fk_shift_correction_shift")),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_shift_correction")),
    )
    op.create_index(op.f("ix_shift_correction_of_entry"), "shift_correction", ["of_entry"], unique=False)
    op.create_index(op.f("ix_shift_correction_shift"), "shift_correction", ["shift"], unique=False)
    op.create_table(
        "shift_count",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("counted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pieces", sa.Text(), nullable=False),
        sa.Column("following", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("moment in ('open', 'shift')", name=op.f("ck_shift_count_moment")),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_shift_count_counted")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_shift_count_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["shift"], ["shift.number"], name=op.f("fk_shift_count_shift")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_shift_count")),
    )
    op.create_index(op.f("ix_shift_count_entry"), "shift_count", ["entry"], unique=False)
    op.create_index("ix_shift_count_shift", "shift_count", ["shift", "thing", "entry"], unique=False)
    op.create_table(
        "shift_note",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("done_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["done_entry"],
            ["journal.number"],
            name=op.f("fk_shift_note_done_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_shift_note_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["shift"], ["shift.number"], name=op.f("fk_shift_note_shift")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_shift_note")),
    )
    op.create_index(op.f("ix_shift_note_done_at"), "shift_note", ["done_at"], unique=False)
    op.create_index(op.f("ix_shift_note_shift"), "shift_note", ["shift"], unique=False)
    op.create_table(
        "handover_item",
        sa.Column("handover", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("hops", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handover"], ["handover.number"], name=op.f("fk_handover_item_handover")),
        sa.PrimaryKeyConstraint("handover", "kind", "reference", name=op.f("pk_handover_item")),
    )
    op.create_index("ix_handover_item_thing", "handover_item", ["reference", "kind"], unique=False)
    op.create_table(
        "shift_settlement",
        sa.Column("count", sa.String(), nullable=False),
        sa.Column("variance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["count"], ["shift_count.number"], name=op.f("fk_shift_settlement_count")),
        sa.ForeignKeyConstraint(
            ["entry"], ["journal.number"], name=op.f("fk_shift_settlement_entry"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("count", name=op.f("pk_shift_settlement")),
    )
    op.create_index(op.f("ix_shift_settlement_entry"), "shift_settlement", ["entry"], unique=False)
