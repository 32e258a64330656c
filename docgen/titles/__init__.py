"""Titles of fields as tags of Office templates: `{{ 乙方.简称 }}` for `{{ doc.seller.short_name }}`."""
